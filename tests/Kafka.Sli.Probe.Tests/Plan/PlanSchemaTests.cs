using System.Text.Json.Nodes;
using Kafka.Sli.Probe.Plan;

namespace Kafka.Sli.Probe.Tests.Plan;

public class PlanSchemaTests
{
    /// <summary>Set it to write the file anew after a change of the plan.</summary>
    private const string WriteVariable = "KAFKA_SLI_WRITE_SCHEMAS";

    [Fact]
    public void The_published_schema_is_that_of_the_types()
    {
        var file = Repository.File("docs", "plan.schema.json");
        if (Environment.GetEnvironmentVariable(WriteVariable) is not null)
        {
            File.WriteAllText(file, PlanSchema.Text());
        }

        Assert.Equal(File.ReadAllText(file), PlanSchema.Text());
    }

    [Fact]
    public void It_knows_every_key_what_it_means_and_every_property_of_the_client()
    {
        var schema = JsonNode.Parse(PlanSchema.Text())!;

        Assert.Equal(["clusters", "profiles", "loads", "objectives", "matrix", "clock.correction"], schema["properties"]!.AsObject().Select(p => p.Key));
        var load = schema["properties"]!["loads"]!["additionalProperties"]!;
        Assert.Equal(["rate", "size", "payload", "keys", "burst"], load["properties"]!.AsObject().Select(p => p.Key));
        Assert.All(load["properties"]!.AsObject(), p => Assert.NotEmpty((string)p.Value!["description"]!));
        Assert.False((bool)load["additionalProperties"]!);
        Assert.NotNull(schema["$defs"]!["properties"]!["properties"]!["linger.ms"]);
        Assert.Equal(["random", "compressible"], load["properties"]!["payload"]!["enum"]!.AsArray().Select(v => (string)v!));
    }
}
