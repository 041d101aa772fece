using System.Text.Json.Nodes;
using Kafka.Sli.Lab.Brokers;

namespace Kafka.Sli.Lab.External;

public class JavaVectorsTests
{
    [Fact]
    public void The_Java_client_writes_the_headers_that_the_probe_writes()
    {
        Assert.SkipWhen(ObservedLibs.WhyNot is not null, ObservedLibs.WhyNot ?? "");
        var vectors = Repository.File("docs", "external-vectors.json");

        var (exitCode, said) = ShellCommand.TryRun($"java -cp '{KafkaHome.ClassPath}' '{Repository.File("src", "Kafka.Sli.Probe", "External", "java", "KafkaSliClient.java")}' --vectors '{vectors}'");

        Assert.Equal((0, $"vectors: {CountOf(JsonNode.Parse(File.ReadAllText(vectors))!)} checked"), (exitCode, said));
    }

    private static int CountOf(JsonNode vectors) =>
        vectors["stamps"]!.AsArray().Count
        + 1
        + vectors["partitions"]!.AsArray().SelectMany(p => p!["steps"]!.AsArray()).Count(step => step!.GetValue<string>() is var said && (said.StartsWith("next ", StringComparison.Ordinal) || said.StartsWith("close ", StringComparison.Ordinal)));
}
