using Kafka.Sli.Probe.Clocks;
using Kafka.Sli.Probe.Judging;
using Kafka.Sli.Probe.Ledger;
using Kafka.Sli.Probe.Probing;
using Microsoft.Extensions.Time.Testing;

namespace Kafka.Sli.Probe.Tests.Probing;

/// <summary>What is expected and does not come, whoever reads the partition.</summary>
public sealed class CellWatchTests : IDisposable
{
    private readonly FakeTimeProvider _time = new();
    private static readonly StreamId Own = new("me", 1);

    private readonly ProbeInstruments _instruments = new(static () => [], static () => []);
    private readonly CellLedger _ledger = new(new LedgerSpans(TimeSpan.FromMinutes(5)), () => throw new InvalidOperationException("nothing stands before"), static _ => { }, static _ => { });
    private readonly KafkaSli _sli;
    private readonly SendLoop _loop;
    private readonly CellWatch _watch;

    public CellWatchTests()
    {
        _sli = KafkaSli.Create(new KafkaSliOptions { TimeProvider = _time });
        _loop = new SendLoop(_time);
        var surroundings = new CellSurroundings(new ProbeInstance("me", _time), _sli, _loop, _instruments, new StallWatch(_time), LibrdkafkaClient.Build);
        _watch = new CellWatch(surroundings, "cell", Own, new CellPromise(ProduceThreshold: 1, DeliveryThreshold: null, SecondsBetween: 0.1, CorrectsClocks: false), _ledger);
    }

    public void Dispose()
    {
        _ledger.Dispose();
        _loop.Dispose();
        _sli.Dispose();
        _instruments.Dispose();
    }

    [Fact]
    public void What_was_acknowledged_and_not_read_is_overdue()
    {
        _watch.Assigned([new(0, 0, false)]);
        Send(0, 1);
        _time.Advance(TimeSpan.FromSeconds(5));
        Assert.Equal(5, _watch.OverdueSeconds);

        Read(0, 1);
        Assert.Equal(0, _watch.OverdueSeconds);
    }

    [Fact]
    public void What_failed_is_not_expected()
    {
        _watch.Assigned([new(0, 0, false)]);
        Send(0, 1, Fate.Failed);
        _time.Advance(TimeSpan.FromSeconds(5));

        Assert.Equal(0, _watch.OverdueSeconds);
    }

    [Fact]
    public void While_a_rebalance_lasts_nobody_reads_and_what_is_sent_waits()
    {
        _watch.Assigned([new(0, 0, false)]);
        _watch.Revoked([0]);
        Send(0, 1);
        _time.Advance(TimeSpan.FromSeconds(7));
        Assert.Equal(7, _watch.OverdueSeconds);

        _watch.Assigned([new(0, 0, true)]);
        Assert.Equal(7, _watch.OverdueSeconds);
        Read(0, 1);
        Assert.Equal(0, _watch.OverdueSeconds);
    }

    [Fact]
    public void What_another_member_reads_is_not_expected_here()
    {
        _watch.Assigned([new(0, 0, false), new(1, 0, false)]);
        Send(0, 1);
        _watch.Revoked([0, 1]);
        _watch.Assigned([new(1, 0, true)]);
        Send(0, 2);
        _time.Advance(TimeSpan.FromSeconds(7));

        Assert.Equal(0, _watch.OverdueSeconds);
    }

    [Fact]
    public void An_outage_of_a_partition_that_the_topic_has_no_more_ends_with_that()
    {
        _watch.Covered([0, 1]);
        Send(1, 1, Fate.Failed);
        var inFlight = new Sending(1, 2, _time.GetTimestamp());
        _watch.Begun(inFlight);
        _time.Advance(TimeSpan.FromSeconds(5));
        Assert.False(Assert.Single(_watch.Outages).IsOver);

        _watch.Covered([0]);
        Assert.Equal((true, 5), (Assert.Single(_watch.Outages).IsOver, _watch.Outages[0].Duration.TotalSeconds));

        _watch.Covered([0, 1]);
        _time.Advance(TimeSpan.FromMinutes(5));
        _watch.Settled(inFlight, _time.GetTimestamp(), Fate.Unknown);
        Send(1, 3);
        Assert.Single(_watch.Outages);
    }

    private void Send(int partition, long number, Fate fate = Fate.Acknowledged)
    {
        var sending = new Sending(partition, number, _time.GetTimestamp());
        _watch.Begun(sending);
        _watch.Settled(sending, _time.GetTimestamp(), fate);
    }

    private void Read(int partition, long number) =>
        _watch.Read(new Reading(partition, number, 0, new LedgerHeader(Own, 0, false, number, 100_000, Fates.None), null, new Arrival(0, 1000, _time.GetTimestamp()), 0.001));
}
