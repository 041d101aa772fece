using System.Diagnostics.Metrics;
using Kafka.Sli.Objectives;

namespace Kafka.Sli.Telemetry;

/// <summary>The instruments of the meter <c>Kafka.Sli</c>.</summary>
internal sealed class SliInstruments
{
    public const string MeterName = "Kafka.Sli";

    private static readonly (Verdict Verdict, string Name)[] Verdicts =
        [(Verdict.Good, "good"), (Verdict.Bad, "bad"), (Verdict.Excluded, "excluded")];

    private readonly ObservableUpDownCounter<long> _inFlight;
    private readonly ObservableGauge<double> _oldestInFlight;
    private readonly ObservableGauge<double> _pollAge;

    public SliInstruments(Meter meter, ObjectivesInForce objectives, ErrorBudgetKeeper budgets, ClientSeriesByName clients, InternalErrors errors, SliClock clock)
    {
        var buckets = new InstrumentAdvice<double> { HistogramBucketBoundaries = DurationBuckets.With(objectives.All) };

        ProduceDuration = meter.CreateHistogram(
            "kafka.sli.produce.duration", "s", "From the call to Produce or ProduceAsync to the delivery report.", advice: buckets);
        DeliveryDuration = meter.CreateHistogram(
            "kafka.sli.delivery.duration", "s", "From the producer's call to the return of Consume.", advice: buckets);
        TransactionDuration = meter.CreateHistogram(
            "kafka.sli.transaction.duration", "s", "Time inside the calls of one transaction.", advice: buckets);
        OffsetCommitDuration = meter.CreateHistogram(
            "kafka.sli.offset_commit.duration", "s", "From the call to Commit to its return.", advice: buckets);
        AssignmentDuration = meter.CreateHistogram(
            "kafka.sli.assignment.duration", "s", "From losing partitions, or subscribing, to being assigned.", advice: buckets);
        WarmUpDuration = meter.CreateHistogram(
            "kafka.sli.warmup.duration", "s", "Latencies of events that began in a client's warm-up, by indicator.", advice: buckets);
        AutomaticCommits = meter.CreateCounter<long>(
            "kafka.sli.offset_commit.automatic", "{commit}", "Commits that the client made on its own, by outcome.");
        ConsumeErrors = meter.CreateCounter<long>("kafka.sli.consume.errors", "{error}", "What Consume threw.");
        ClockRegressions = meter.CreateCounter<long>(
            "kafka.sli.delivery.clock_regressions", "{message}", "Messages stamped in the future, whose age was taken as 0.");

        meter.CreateObservableCounter(
            "kafka.sli.events", () => Events(objectives), "{event}", "Events by the verdict of each objective that covers them.");
        meter.CreateObservableCounter(
            "kafka.sli.stalled.events",
            () => CountsStalled ? objectives.Counts.Select(c => new Measurement<long>(c.Stalled, Tags(c))) : [],
            "{event}",
            "Late events that were excluded because this process itself stood still.");
        _inFlight = meter.CreateObservableUpDownCounter(
            "kafka.sli.produce.in_flight",
            () => clients.Where(c => c.HasProduced).Select(c => new Measurement<long>(c.InFlight, c.Tags)),
            "{message}",
            "Messages handed to the producer whose delivery report is outstanding.");
        _oldestInFlight = meter.CreateObservableGauge(
            "kafka.sli.produce.oldest_in_flight",
            () => clients.Where(c => c.HasProduced).Select(c => new Measurement<double>(Age(c.OldestStart, clock), c.Tags)),
            "s",
            "How long the oldest message in flight has been in flight; 0 when there is none.");
        _pollAge = meter.CreateObservableGauge(
            "kafka.sli.consumer.poll_age",
            () => clients.Where(c => c.HasConsumers).Select(c => new Measurement<double>(Age(c.IdleSince, clock), c.Tags)),
            "s",
            "Time since the application last asked for a message; 0 while it is asking.");
        meter.CreateObservableGauge(
            "kafka.sli.objective.threshold",
            () => objectives.All.Select(o => new Measurement<double>(o.Threshold.TotalSeconds, NameOf(o))),
            "s",
            "The longest latency of a good event.");
        meter.CreateObservableGauge(
            "kafka.sli.objective.target",
            () => objectives.All.Select(o => new Measurement<double>(o.Target, NameOf(o))),
            "1",
            "The promised share of good events.");
        meter.CreateObservableGauge(
            "kafka.sli.error_budget.remaining",
            () => budgets.Status.Select(s => new Measurement<double>(s.ErrorBudgetRemaining, NameOf(s.Objective))),
            "1",
            "What is left of the error budget over the objective's window; negative when more than all is spent.");
        meter.CreateObservableGauge(
            "kafka.sli.burn_rate",
            () => budgets.Status.SelectMany(BurnRates),
            "1",
            "The share of bad events in a window, in multiples of the share that the objective allows.");
        meter.CreateObservableCounter(
            "kafka.sli.internal.errors", () => errors.Count, "{error}", "What went wrong inside Kafka.Sli.");
    }

    public Histogram<double> ProduceDuration { get; }

    public Histogram<double> DeliveryDuration { get; }

    public Histogram<double> TransactionDuration { get; }

    public Histogram<double> OffsetCommitDuration { get; }

    public Histogram<double> AssignmentDuration { get; }

    public Histogram<double> WarmUpDuration { get; }

    public Counter<long> AutomaticCommits { get; }

    public Counter<long> ConsumeErrors { get; }

    public Counter<long> ClockRegressions { get; }

    /// <summary>Whether anybody knows when this process itself stood still.</summary>
    public bool CountsStalled { get; init; }

    /// <summary>Whether anybody wants to know what is in flight.</summary>
    public bool InFlightIsListenedTo => _inFlight.Enabled || _oldestInFlight.Enabled;

    public bool PollAgeIsListenedTo => _pollAge.Enabled;

    private static double Age(long? since, SliClock clock) => since is { } start ? clock.Seconds(start, clock.Now) : 0;

    private static KeyValuePair<string, object?> NameOf(Objective objective) => new(SliAttributes.Objective, objective.Name);

    private static IEnumerable<Measurement<double>> BurnRates(ObjectiveStatus status) =>
        from window in status.Windows
        select new Measurement<double>(window.BurnRate, NameOf(status.Objective), new(SliAttributes.Window, DurationText.Format(window.Window)));

    private static IEnumerable<Measurement<long>> Events(ObjectivesInForce objectives) =>
        from counts in objectives.Counts
        from verdict in Verdicts
        select new Measurement<long>(counts[verdict.Verdict], Tags(counts, new KeyValuePair<string, object?>(SliAttributes.Verdict, verdict.Name)));

    private static KeyValuePair<string, object?>[] Tags(VerdictCounts counts, params ReadOnlySpan<KeyValuePair<string, object?>> others) =>
        counts.Client is null ? [NameOf(counts.Objective), .. others] : [NameOf(counts.Objective), .. others, new(SliAttributes.Client, counts.Client)];
}
