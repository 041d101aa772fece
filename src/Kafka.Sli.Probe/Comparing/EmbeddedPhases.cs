using Kafka.Sli.Probe.Embedded;

namespace Kafka.Sli.Probe.Comparing;

/// <summary>What can be done to a cluster inside the process, and to no other.</summary>
internal static class EmbeddedPhases
{
    public static IReadOnlyList<ComparisonPhase> All { get; } =
    [
        new("broker down", Each((faults, broker) => faults.SetDown(broker, isDown: true)), Heal),
        new("broker slow", Each((faults, broker) => faults.SetSlow(broker, isSlow: true)), Heal),
        new("leaders moved", Each((faults, broker) => faults.MoveLeaders(broker)), Heal),
    ];

    private static Func<ComparedProbe, CancellationToken, Task> Each(Action<BrokerFaults, int> make) => (probe, _) =>
    {
        foreach (var faults in probe.Prober.Clusters.Select(c => c.Faults).OfType<BrokerFaults>())
        {
            make(faults, faults.Brokers[0].Id);
        }

        return Task.CompletedTask;
    };

    private static Task Heal(ComparedProbe probe, CancellationToken stop)
    {
        foreach (var faults in probe.Prober.Clusters.Select(c => c.Faults).OfType<BrokerFaults>())
        {
            faults.Heal();
        }

        return Task.CompletedTask;
    }
}
