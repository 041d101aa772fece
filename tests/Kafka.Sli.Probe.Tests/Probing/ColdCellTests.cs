using System.Diagnostics.Metrics;
using Kafka.Sli.Probe.Judging;
using Kafka.Sli.Probe.Ledger;
using Kafka.Sli.Probe.Probing;
using Microsoft.Extensions.Time.Testing;

namespace Kafka.Sli.Probe.Tests.Probing;

/// <summary>What a cell makes of the first seconds of its client.</summary>
public sealed class ColdCellTests : IDisposable
{
    private const string Name = "cold";

    private static readonly StreamId Own = new("me", 1);

    private readonly FakeTimeProvider _time = new();
    private readonly VerdictCounts _judged = new();
    private readonly List<string> _told = [];
    private readonly ProbeInstruments _instruments = new(static () => [], static () => []);
    private readonly MeterListener _listener = new();
    private readonly CellLedger _ledger;
    private readonly KafkaSli _sli;
    private readonly SendLoop _loop;
    private readonly CellWatch _watch;

    public ColdCellTests()
    {
        _listener.InstrumentPublished = static (instrument, listener) =>
        {
            if (instrument.Meter.Name == ProbeInstruments.MeterName)
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _listener.SetMeasurementEventCallback<double>((instrument, _, tags, _) =>
        {
            if (tags.Contains(new(ProbeInstruments.Cell, Name)))
            {
                _told.Add(instrument.Name);
            }
        });
        _listener.Start();
        _ledger = new(new LedgerSpans(TimeSpan.FromMinutes(5)), () => throw new InvalidOperationException("nothing stands before"), judged => _judged.Add(judged.Counts), static _ => { });
        _sli = KafkaSli.Create(new KafkaSliOptions { TimeProvider = _time });
        _loop = new SendLoop(_time);
        var surroundings = new CellSurroundings(new ProbeInstance("me", _time), _sli, _loop, _instruments, new StallWatch(_time), LibrdkafkaClient.Build);
        _watch = new(surroundings, Name, Own, new(ProduceThreshold: 1, DeliveryThreshold: 1, SecondsBetween: 0.1, CorrectsClocks: false, WarmUp: TimeSpan.FromSeconds(10)), _ledger);
    }

    public void Dispose()
    {
        _listener.Dispose();
        _ledger.Dispose();
        _loop.Dispose();
        _sli.Dispose();
        _instruments.Dispose();
    }

    [Fact]
    public void A_send_that_ends_badly_or_late_is_no_outage_and_in_no_brokers_latencies()
    {
        Settle(Begin(1), Fate.Failed);
        var slow = Begin(2);
        Passes(5);
        Assert.Empty(_watch.Outages);
        Settle(slow, Fate.Acknowledged);
        Settle(Begin(3), Fate.Acknowledged);

        Assert.Empty(_watch.Outages);
        Assert.Empty(_told);
    }

    [Fact]
    public void One_that_hangs_from_the_warm_up_on_hides_no_outage_that_begins_after_it()
    {
        var cold = Begin(1);
        Passes(10);
        var late = Begin(2);
        Passes(3);

        Assert.Equal(TimeSpan.FromSeconds(3), Assert.Single(_watch.Outages).Duration);

        Settle(cold, Fate.Failed);
        Settle(late, Fate.Acknowledged);
        Settle(Begin(3), Fate.Acknowledged);
        Assert.Equal((true, TimeSpan.FromSeconds(3)), (_watch.Outages[0].IsOver, Assert.Single(_watch.Outages).Duration));
        Assert.Equal(["kafka.sli.probe.broker.produce.duration", "kafka.sli.probe.broker.produce.duration", "kafka.sli.probe.outage.duration"], _told.Order());
    }

    [Fact]
    public void A_message_that_is_read_old_is_delivered_and_not_late()
    {
        _watch.Assigned([new(0, 0, false)]);
        Read(1, age: 5);
        Passes(9);
        Read(2, age: 5);
        Passes(1);
        Read(3, age: 5);
        _watch.Committed(_watch.ToCommit());

        Assert.Equal((3, 1), (_judged[LedgerVerdict.Delivered], _judged[LedgerVerdict.Late]));
    }

    [Fact]
    public void What_was_acknowledged_and_not_read_is_overdue_all_the_same()
    {
        _watch.Assigned([new(0, 0, false)]);
        Settle(Begin(1), Fate.Acknowledged);
        Passes(5);

        Assert.Equal(5, _watch.OverdueSeconds);
    }

    [Fact]
    public void It_says_how_long_that_lasts_from_the_first_send_on()
    {
        Passes(100);
        Assert.Equal(TimeSpan.FromSeconds(10), _watch.WarmUpLeft);

        Begin(1);
        Passes(3);
        Assert.Equal(TimeSpan.FromSeconds(7), _watch.WarmUpLeft);

        Passes(100);
        Assert.Equal(TimeSpan.Zero, _watch.WarmUpLeft);
    }

    private void Passes(double seconds) => _time.Advance(TimeSpan.FromSeconds(seconds));

    private Sending Begin(long number)
    {
        var sending = new Sending(0, number, _time.GetTimestamp());
        _watch.Begun(sending);
        return sending;
    }

    private void Settle(Sending sending, Fate fate) => _watch.Settled(sending, _time.GetTimestamp(), fate);

    private void Read(long number, double age) =>
        _watch.Read(new(0, number - 1, 0, new(Own, 0, false, number, 100_000, Fates.None), null, new(0, 1000, _time.GetTimestamp()), age));
}
