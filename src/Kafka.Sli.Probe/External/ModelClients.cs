using Kafka.Sli.Probe.Ledger;
using Kafka.Sli.Probe.Plan;
using Kafka.Sli.Probe.Probing;

namespace Kafka.Sli.Probe.External;

/// <summary>The client implementations that a plan may name.</summary>
internal static class ModelClients
{
    /// <exception cref="ProbeException">What the implementation needs is not there.</exception>
    public static IModelClient Build(string bootstrap, CellPlan plan, StreamId stream, CellSurroundings surroundings, IModelClientEvents events) => plan.Client switch
    {
        ClientImplementation.Librdkafka => LibrdkafkaClient.Build(bootstrap, plan, stream, surroundings, events),
        ClientImplementation.Java => BuildJava(JavaCommand.For(plan), bootstrap, plan, stream, surroundings, events),
        _ => throw new ArgumentOutOfRangeException(nameof(plan), plan.Client, "no such client"),
    };

    private static ExternalClient BuildJava(IReadOnlyList<string> command, string bootstrap, CellPlan plan, StreamId stream, CellSurroundings surroundings, IModelClientEvents events) =>
        new(
            (heard, ended) => new ExternalProcess(command, heard, ended),
            bootstrap,
            ForJava(plan),
            stream,
            surroundings,
            events);

    /// <summary>With the properties that the Java client knows.</summary>
    /// <exception cref="ProbeException">A file that they name cannot be read.</exception>
    public static CellPlan ForJava(CellPlan plan) => plan with { Producer = JavaProperties.Of(plan.Producer), Consumer = JavaProperties.Of(plan.Consumer) };
}
