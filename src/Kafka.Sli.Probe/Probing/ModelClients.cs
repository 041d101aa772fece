using Kafka.Sli.Probe.Ledger;
using Kafka.Sli.Probe.Plan;

namespace Kafka.Sli.Probe.Probing;

/// <summary>The client implementations that a plan may name.</summary>
internal static class ModelClients
{
    public static IModelClient Build(string bootstrap, CellPlan plan, StreamId stream, CellSurroundings surroundings, IModelClientEvents events) => plan.Client switch
    {
        ClientImplementation.Librdkafka => new LibrdkafkaClient(new CellClients(bootstrap, plan, surroundings.Instance.Name), plan, stream, surroundings, events),
        _ => throw new ArgumentOutOfRangeException(nameof(plan), plan.Client, "no such client"),
    };
}
