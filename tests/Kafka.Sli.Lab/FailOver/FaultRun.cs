using Kafka.Sli.Lab.Brokers;
using Kafka.Sli.Lab.Report;
using Kafka.Sli.Probe.Ledger;

namespace Kafka.Sli.Lab.FailOver;

/// <summary>One fault under the load of a probe, from a cluster that is well to one that is well for its clients again.</summary>
internal static class FaultRun
{
    private const double Tolerance = 0.05;

    /// <summary>
    /// What is shorter than that, in seconds, is no fault but a busy machine: there the probe leaves its own pauses out, and the observer, which does not know them, cannot.
    /// </summary>
    private const double Notable = 2 * ObservedProbe.Threshold;

    /// <summary>Longer than it takes to fence a broker, so that others lead its partitions before it goes on.</summary>
    private static readonly TimeSpan Hang = TimeSpan.FromSeconds(8);

    /// <summary>Makes the fault, sees it through, and holds what was recorded against what was seen.</summary>
    /// <param name="cluster">Is whole before and after.</param>
    /// <param name="fault">What is done.</param>
    /// <param name="name">Of the cluster in the plan.</param>
    /// <param name="told">As the report calls the fault.</param>
    /// <param name="profiles">Of the cells; all when none is named.</param>
    public static async Task MakeAndCompareAsync(KafkaCluster cluster, Fault fault, string name, string told, params string[] profiles)
    {
        var broker = fault == Fault.ControllerKilled ? await cluster.ActiveControllerAsync() : cluster[1];
        await using var probe = await ObservedProbe.StartAsync(cluster, name, profiles: profiles);
        try
        {
            await MakeAsync(fault, broker);
            await probe.UntilWellAsync();
            await probe.StopAsync();
        }
        finally
        {
            broker.Resume();
            await cluster.HealAsync();
        }

        Compare(probe, told, placements: Placements.Of(cluster), lost: broker.Id);
    }

    /// <param name="probe">Which has stopped.</param>
    /// <param name="fault">As the report calls it.</param>
    /// <param name="placements">Who led which partition.</param>
    /// <param name="lost">The broker that the fault took: the outage of what it led must name it.</param>
    public static void Compare(ObservedProbe probe, string fault, int[][] placements, int lost)
    {
        var isFound = false;
        foreach (var (cell, observer) in probe.Observers.OrderBy(o => o.Key, StringComparer.Ordinal))
        {
            foreach (var (partition, replicas) in placements.Index())
            {
                var seen = observer.Outages(partition, ObservedProbe.Threshold).Where(o => o > Notable).ToArray();
                var recorded = probe.Recorded.Of("kafka.sli.probe.outage.duration").Where(m => m["kafka.sli.client"] == cell && m["kafka.broker.id"] == $"{replicas[0]}").Select(m => m.Value).Where(o => o > Notable).ToArray();
                LabReport.Outages.Add([fault, cell, $"broker {replicas[0]}{(replicas[0] == lost ? ", lost" : "")}", Sum(seen), Sum(recorded), seen.Length > 0 ? Figure.Milliseconds(recorded.Sum() - seen.Sum()) : "-"]);
                Assert.True(seen.Length == recorded.Length, $"{fault}, {cell}, {partition}: seen {Sum(seen)}, recorded {Sum(recorded)}");
                Assert.All(seen.Zip(recorded), o => Assert.InRange(o.Second - o.First, -Allowed(o.First), Allowed(o.First)));
                isFound |= replicas[0] == lost && recorded.Length > 0;
            }

            if (cell.Split('/')[1] is var profile and not "leader-only")
            {
                // What all in-sync replicas have acknowledged survives any one of them.
                Assert.Equal(0, probe.VerdictsOf(profile)[LedgerVerdict.Lost]);
            }

            CompareEvents(probe, fault, cell, observer);
            CompareReads(probe, fault, cell, observer);
        }

        Assert.True(isFound || fault.StartsWith("stopped", StringComparison.Ordinal), $"{fault}: no outage names broker {lost}");

        double Allowed(double seen) => Math.Max(seen * Tolerance, probe.Interval);

        static string Sum(IReadOnlyCollection<double> outages) => outages.Count == 0 ? "-" : string.Join(" + ", outages.Select(Figure.Seconds));
    }

    private static async Task MakeAsync(Fault fault, Broker broker)
    {
        switch (fault)
        {
            case Fault.Hanging:
                broker.Pause();
                await Task.Delay(Hang, TestContext.Current.CancellationToken);
                broker.Resume();
                break;
            case Fault.Stopped:
                await broker.StopAsync();
                break;
            default:
                await broker.KillAsync();
                break;
        }
    }

    private static void CompareEvents(ObservedProbe probe, string fault, string cell, CellObserver observer)
    {
        var sent = observer.Messages;
        Assert.All(sent, m => Assert.True(m.HasEnded));
        var seen = sent.Count(m => !m.IsAcknowledged || m.Latency > ObservedProbe.Threshold);
        var (good, bad, excluded) = probe.Recorded.Events("prompt", cell);
        LabReport.Events.Add([fault, cell, Figure.Count(sent.Count), Figure.Count(seen), Figure.Count(bad), Figure.Count(excluded)]);

        // A closing record is a send of each partition too, but for the Java client, which does not tell of it. What is excluded was late by the probe's own pauses, which the observer does not know, and what is a hair's breadth from the threshold may fall to either side.
        Assert.Equal(sent.Count + (cell == probe.CellOf(ObservedProbe.Java) ? 0 : (int)Math.Round(probe.Interval * ObservedProbe.Rate)), good + bad + excluded);
        Assert.InRange(bad + excluded, seen - Math.Max(3, seen * 0.01), seen + Math.Max(3, seen * 0.01));
    }

    private static void CompareReads(ObservedProbe probe, string fault, string cell, CellObserver observer)
    {
        var seen = observer.Messages.Where(m => m.IsRead).Max(m => m.Age);
        var recorded = probe.Recorded.Of("kafka.sli.delivery.duration").Where(m => m["kafka.sli.client"] == cell).Max(m => m.Value);
        var assignments = probe.Recorded.Of("kafka.sli.assignment.duration").Count(m => m["kafka.sli.client"] == cell);
        LabReport.Reads.Add([fault, cell, Figure.Seconds(seen), Figure.Seconds(recorded), Figure.Milliseconds(recorded - seen), Figure.Count(assignments)]);
        Assert.InRange(recorded - seen, -Math.Max(seen * Tolerance, probe.Interval), Math.Max(seen * Tolerance, probe.Interval));
    }
}
