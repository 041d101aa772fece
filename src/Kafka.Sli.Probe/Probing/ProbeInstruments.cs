using System.Diagnostics.Metrics;
using Kafka.Sli.Probe.Clocks;

namespace Kafka.Sli.Probe.Probing;

/// <summary>What a probe knows and a service cannot: the meter <c>Kafka.Sli.Probe</c>.</summary>
internal sealed class ProbeInstruments : IDisposable
{
    public const string MeterName = "Kafka.Sli.Probe";

    public const string Cell = "kafka.sli.client";
    public const string Broker = "kafka.broker.id";
    public const string Rack = "kafka.broker.rack";
    public const string State = "kafka.sli.probe.tick";
    public const string Verdict = "kafka.sli.probe.verdict";
    public const string Break = "kafka.sli.probe.log.break";
    public const string View = "kafka.sli.probe.ledger.view";
    public const string LatenessName = "kafka.sli.probe.schedule.lateness";
    public const string Peer = "kafka.sli.probe.peer";

    /// <summary>An outage may last for hours.</summary>
    private static readonly InstrumentAdvice<double> Long = new() { HistogramBucketBoundaries = [0.1, 0.25, 0.5, 1, 2, 3, 5, 7.5, 10, 15, 20, 30, 45, 60, 90, 120, 300, 600, 1800, 3600] };

    private static readonly InstrumentAdvice<double> Short = new()
    {
        HistogramBucketBoundaries = [0.001, 0.0025, 0.005, 0.01, 0.02, 0.04, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10, 30, 60, 120, 300],
    };

    private static readonly InstrumentAdvice<double> Fine = new() { HistogramBucketBoundaries = [0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60] };

    private readonly Meter _meter = new(MeterName);
    private readonly Func<IEnumerable<Measurement<double>>> _overdue;
    private readonly Func<IReadOnlyList<(string Peer, ClockOffset Offset)>> _clocks;

    /// <param name="overdue">How long expected messages are overdue, by cell.</param>
    /// <param name="clocks">How far the peers' clocks are from this instance's.</param>
    public ProbeInstruments(Func<IEnumerable<Measurement<double>>> overdue, Func<IReadOnlyList<(string Peer, ClockOffset Offset)>> clocks)
    {
        _overdue = overdue;
        _clocks = clocks;
        BrokerProduce = _meter.CreateHistogram("kafka.sli.probe.broker.produce.duration", "s", "From the intended time of a send to its end, by the broker that led its partition when it was sent.", advice: Short);
        Outage = _meter.CreateHistogram("kafka.sli.probe.outage.duration", "s", "From the intended time of a partition's first bad send to the acknowledgement of its next good one, by the broker that led it.", advice: Long);
        Handover = _meter.CreateHistogram("kafka.sli.probe.handover.duration", "s", "How long nobody read a partition, when another member of the group took it over.", advice: Long);
        Lateness = _meter.CreateHistogram(LatenessName, "s", "From the intended time of a send to the call that sends it.", advice: Fine);
        Ticks = _meter.CreateCounter<long>("kafka.sli.probe.schedule.ticks", "{tick}", "What became of the intended times: on_time, late (by more than 10 ms), skipped (not sent, a minute or more after they were due).");
        TopicChanges = _meter.CreateCounter<long>("kafka.sli.probe.topic.changes", "{change}", "What was noticed of a cell's topic: created, deleted, recreated, shrunk, grown.");
        Messages = _meter.CreateCounter<long>("kafka.sli.probe.messages", "{message}", "What became of messages by the log of the partitions that this instance reads: delivered, lost, failed or unknown is each one's own; phantom, duplicate, reordered and late are told beside it. Told once the commit that covers them is acknowledged.");
        Renewals = _meter.CreateCounter<long>("kafka.sli.probe.client.renewals", "{client}", "Model clients that said of themselves that they can do no more, for good, and were replaced as a service would be restarted.");
        ClientFaults = _meter.CreateCounter<long>("kafka.sli.probe.client.faults", "{line}", "Lines of a client in a process of its own that are no events of the protocol, or come at the wrong time.");
        LogBreaks = _meter.CreateCounter<long>("kafka.sli.probe.log.breaks", "{break}", "Where a partition's log did not go on as it should: retention (records were missing before the next one), truncation (another record stands where one was read).");
        Rebuilds = _meter.CreateCounter<long>("kafka.sli.probe.ledger.rebuilds", "{rebuild}", "Partitions taken over, by how much of the log before was still there: whole, lookback (as much as is needed), cut (less: what cannot be told is unknown).");
        CorrectedDelivery = _meter.CreateHistogram("kafka.sli.probe.delivery.corrected.duration", "s", "From the intended time of a send to the read of its message, as if the sender's clock showed what the reader's does. Only with clock.correction; without an estimate of the offset it is not recorded.", advice: Short);
        _ = _meter.CreateObservableGauge("kafka.sli.probe.clock_offset", () => _clocks().Select(c => Of(c.Peer, c.Offset.Seconds)), "s", "Another instance's clock minus this one's, estimated from the messages between them.");
        _ = _meter.CreateObservableGauge("kafka.sli.probe.clock_offset.error", () => _clocks().Select(c => Of(c.Peer, c.Offset.Error)), "s", "By how much that may be wrong, either way.");
        _ = _meter.CreateObservableGauge("kafka.sli.probe.delivery.overdue", () => _overdue(), "s", "Now minus the intended time of the oldest message that was sent to a partition this instance reads, and was not read.");
    }

    public Histogram<double> BrokerProduce { get; }

    public Histogram<double> Outage { get; }

    public Histogram<double> Handover { get; }

    public Histogram<double> Lateness { get; }

    public Counter<long> Ticks { get; }

    public Counter<long> TopicChanges { get; }

    public Counter<long> Messages { get; }

    public Counter<long> Renewals { get; }

    public Counter<long> ClientFaults { get; }

    public Counter<long> LogBreaks { get; }

    public Counter<long> Rebuilds { get; }

    public Histogram<double> CorrectedDelivery { get; }

    public void Dispose() => _meter.Dispose();

    private static Measurement<double> Of(string peer, double seconds) => new(seconds, new KeyValuePair<string, object?>(Peer, peer));
}
