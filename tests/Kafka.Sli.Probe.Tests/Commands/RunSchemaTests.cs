using System.Text.Json;
using System.Text.Json.Schema;
using Kafka.Sli.Probe.Commands;

namespace Kafka.Sli.Probe.Tests.Commands;

public class RunSchemaTests
{
    /// <summary>Set it to write the file anew after a change of the document.</summary>
    private const string WriteVariable = "KAFKA_SLI_WRITE_SCHEMAS";

    [Fact]
    public void The_published_schema_is_that_of_the_document()
    {
        var schema = DocumentJson.Readable.RunDocument.GetJsonSchemaAsNode(new JsonSchemaExporterOptions { TreatNullObliviousAsNonNullable = true }).AsObject();
        schema.Insert(0, "$schema", "https://json-schema.org/draft/2020-12/schema");
        schema.Insert(1, "title", "What kafka-sli-probe run --json prints");
        var text = schema.ToJsonString(new JsonSerializerOptions { WriteIndented = true, NewLine = "\n" }) + "\n";
        var file = Repository.File("docs", "run.schema.json");
        if (Environment.GetEnvironmentVariable(WriteVariable) is not null)
        {
            File.WriteAllText(file, text);
        }

        Assert.Equal(File.ReadAllText(file), text);
    }

    [Fact]
    public async Task Standard_output_is_that_document_and_nothing_else()
    {
        var (_, output, _) = await ProbeProcess.RunAsync("--json", "--for", "1s", "--listen", "127.0.0.1:0");

        var document = JsonSerializer.Deserialize(output, DocumentJson.Readable.RunDocument);

        Assert.Equal(output, document!.ToJson() + "\n");
        Assert.Equal("kafka-sli-probe/run/v2", document.Schema);
    }
}
