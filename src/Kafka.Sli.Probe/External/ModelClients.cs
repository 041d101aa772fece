using Kafka.Sli.Probe.Ledger;
using Kafka.Sli.Probe.Plan;
using Kafka.Sli.Probe.Probing;

namespace Kafka.Sli.Probe.External;

/// <summary>The client implementations that a plan may name.</summary>
internal static class ModelClients
{
    /// <exception cref="ProbeException">What the implementation needs is not there.</exception>
    public static IModelClient Build(string bootstrap, CellPlan plan, StreamId stream, CellSurroundings surroundings, IModelClientEvents events) =>
        plan.Client == ClientImplementation.Librdkafka
            ? LibrdkafkaClient.Build(bootstrap, plan, stream, surroundings, events)
            : BuildExternal(LaunchOf(plan), bootstrap, plan, stream, surroundings, events);

    private static ExternalClient BuildExternal(ExternalLaunch launch, string bootstrap, CellPlan plan, StreamId stream, CellSurroundings surroundings, IModelClientEvents events) =>
        new(
            (heard, ended) => new ExternalProcess(launch.Command, heard, ended, launch.Folder),
            bootstrap,
            AsItsClientKnowsIt(plan),
            stream,
            surroundings,
            events);

    /// <exception cref="ProbeException">What it takes to start it is not there.</exception>
    public static ExternalLaunch LaunchOf(CellPlan plan) => plan.Client switch
    {
        ClientImplementation.Java => new(JavaCommand.For(plan), Folder: null),
        _ => plan.Launch ?? throw new ArgumentOutOfRangeException(nameof(plan), plan.Client, "is not started"),
    };

    /// <summary>With the properties that its client knows. A client of the user's own takes them as the plan has them.</summary>
    /// <exception cref="ProbeException">A file that they name cannot be read.</exception>
    public static CellPlan AsItsClientKnowsIt(CellPlan plan) => plan.Client == ClientImplementation.Java
        ? plan with { Producer = JavaProperties.Of(plan.Producer), Consumer = JavaProperties.Of(plan.Consumer) }
        : plan;
}
