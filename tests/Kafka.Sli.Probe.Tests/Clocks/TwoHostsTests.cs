using Kafka.Sli.Probe.Ledger;
using Kafka.Sli.Probe.Probing;
using Kafka.Sli.Probe.Tests.Probing;

namespace Kafka.Sli.Probe.Tests.Clocks;

/// <summary>Two instances at work on one cluster, one of them on a host with a wrong clock.</summary>
[Collection(nameof(OneProber))]
public class TwoHostsTests
{
    private const double Drift = 50e-6;

    [Theory]
    [InlineData(5)]
    [InlineData(-5)]
    public async Task Each_knows_the_others_clock_to_within_its_error_and_corrects_ages_by_it(int seconds)
    {
        const string Plan = "clock.correction: true\nloads: { default: { rate: 100/s, size: 50B } }";
        await using var run = await ProberRun.StartAsync(Plan, partitions: 4);
        using var other = new Prober(ProberRun.Read(run.Cluster, Plan), "other", static _ => { }, new ShiftedClock(TimeSpan.FromSeconds(seconds), Drift));
        await other.StartAsync(TestContext.Current.CancellationToken);

        await ProberRun.Until(() => Offsets().Count == 2);
        var before = Corrected().Length;
        await ProberRun.Until(() => Corrected().Length >= before + 500);

        var offsets = Offsets();
        Assert.All((string[])["other", "one"], peer =>
        {
            var (offset, error) = offsets[peer];
            var truth = peer == "other" ? seconds : -seconds;
            Assert.InRange(error, 0, 1);

            // The clock has drifted by some hundred microseconds meanwhile.
            Assert.InRange(offset - truth, -error - 0.01, error + 0.01);
        });
        // Half of the messages are the other's: uncorrected they would be 5 s old, or from the future and so clamped to 0. A few may have waited for the rebalance.
        var corrected = Corrected()[before..];
        Assert.InRange(corrected.Count(age => age is > 0 and < 2), corrected.Length * 0.9, corrected.Length);

        // A clock that is wrong makes nothing lost.
        Assert.All(run.Prober.Cells.Concat(other.Cells), cell => Assert.Equal(0, cell.Verdicts[LedgerVerdict.Lost]));
        await other.StopAsync();

        double[] Corrected() => [.. run.Of("kafka.sli.probe.delivery.corrected.duration")];

        Dictionary<string, (double Offset, double Error)> Offsets() => run.PeerGauge("kafka.sli.probe.clock_offset")
            .Join(run.PeerGauge("kafka.sli.probe.clock_offset.error"), o => o.Key, e => e.Key, (o, e) => (o.Key, (o.Value, e.Value))).ToDictionary();
    }
}
