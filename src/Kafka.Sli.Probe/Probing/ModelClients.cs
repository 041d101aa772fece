using Kafka.Sli.Probe.Plan;

namespace Kafka.Sli.Probe.Probing;

/// <summary>The client implementations that a plan may name.</summary>
internal static class ModelClients
{
    public static IModelClient Build(string bootstrap, CellPlan plan, KafkaSli sli, SendLoop loop, IModelClientEvents events, ScheduleWatch watch) => plan.Client switch
    {
        ClientImplementation.Librdkafka => new LibrdkafkaClient(new CellClients(bootstrap, plan), sli, plan, loop, events, watch),
        _ => throw new ArgumentOutOfRangeException(nameof(plan), plan.Client, "no such client"),
    };
}
