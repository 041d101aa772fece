using System.Diagnostics.Metrics;
using Kafka.Sli.Objectives;
using Microsoft.Extensions.Logging;

namespace Kafka.Sli.Telemetry;

/// <summary>Everything that the decorated clients of one service provider report to.</summary>
internal sealed class SliTelemetry : IDisposable
{
    /// <summary>How late a deadline may be noticed.</summary>
    private static readonly TimeSpan SweepInterval = TimeSpan.FromMilliseconds(50);

    private readonly ObjectivesInForce _objectives;
    private readonly DestinationNames _destinations;
    private readonly ClientSeriesByName _clients = new();
    private readonly bool _judgesProduce;
    private readonly bool _judgesDelivery;
    private Ticker? _ticker;

    public SliTelemetry(Meter meter, Meter messagingMeter, TelemetrySettings settings, Func<ILogger> logger)
    {
        Clock = new SliClock(settings.Time);
        Errors = new InternalErrors(logger);
        Stalls = settings.Stalls is null ? null : new OwnStalls(settings.Stalls, Clock, Errors);
        _objectives = new ObjectivesInForce(settings.Objectives);
        Deadlines = new DeadlineSweeper(Errors, sweeps: _objectives.All.Count > 0);
        _destinations = new DestinationNames(settings.DestinationLimit);
        Budgets = new ErrorBudgetKeeper(_objectives, settings.Budgets, Clock, Errors, settings.TellAlert);
        _judgesProduce = _objectives.All.Any(o => o.Indicator == ServiceLevelIndicator.Produce);
        _judgesDelivery = _objectives.All.Any(o => o.Indicator == ServiceLevelIndicator.Delivery);
        Instruments = new SliInstruments(meter, _objectives, Budgets, _clients, Errors, Clock) { CountsStalled = Stalls is not null };
        Messaging = new MessagingInstruments(messagingMeter);
        Traces = new SliTraces(settings.Traces, Clock);
        if (_objectives.All.Count > 0)
        {
            Errors.Guard((Telemetry: this, settings.Time), static s => s.Telemetry.StartTicking(s.Time), nameof(StartTicking));
        }
    }

    public SliClock Clock { get; }

    public DeadlineSweeper Deadlines { get; }

    /// <summary>When this process itself stood still; <see langword="null"/> where nobody records it.</summary>
    public OwnStalls? Stalls { get; }

    public ErrorBudgetKeeper Budgets { get; }

    public InternalErrors Errors { get; }

    public SliInstruments Instruments { get; }

    public MessagingInstruments Messaging { get; }

    public SliTraces Traces { get; }

    /// <summary>Whether anybody wants to know of produces; asked first, so that what is not listened to costs a branch.</summary>
    public bool MeasuresProduce => _judgesProduce || Instruments.ProduceDuration.Enabled || Instruments.WarmUpDuration.Enabled || MeasuresProduceAnyway;

    /// <summary>Whether produces are of interest whatever topic and client they are of.</summary>
    public bool MeasuresProduceAnyway => Instruments.InFlightIsListenedTo || Messaging.SendsAreListenedTo || Traces.AreOn;

    public bool MeasuresDelivery => _judgesDelivery || Instruments.DeliveryDuration.Enabled || Instruments.WarmUpDuration.Enabled;

    /// <summary>Whether anything at all that a call to Consume tells is of interest.</summary>
    public bool MeasuresConsume => MeasuresDelivery || Instruments.PollAgeIsListenedTo || Instruments.ConsumeErrors.Enabled
        || Messaging.PollsAreListenedTo || Messaging.ProcessingIsListenedTo || Traces.AreOn;

    public ClientSeries OpenProducer(string? client)
    {
        _objectives.Open(client, ServiceLevelIndicator.Produce, ServiceLevelIndicator.Transaction);
        return _clients.For(client);
    }

    public ClientSeries OpenConsumer(string? client)
    {
        _objectives.Open(client, ServiceLevelIndicator.Delivery, ServiceLevelIndicator.OffsetCommit, ServiceLevelIndicator.Assignment);
        return _clients.For(client);
    }

    /// <param name="client">The client's name.</param>
    /// <param name="stamps">Whether the messages of a topic are given the sent stamp.</param>
    /// <param name="warmUp">How long from the first one on they are told apart.</param>
    /// <param name="forgivesStalls">Whether this process waits for what is measured: another one does not stand still with it.</param>
    public TopicSeriesByName ProduceSeries(string? client, Func<string, bool>? stamps, TimeSpan warmUp = default, bool forgivesStalls = true) =>
        Series(ServiceLevelIndicator.Produce, Instruments.ProduceDuration, consumerGroup: null, client, stamps, warmUp, forgivesStalls);

    public TopicSeriesByName DeliverySeries(string? consumerGroup, string? client, TimeSpan warmUp = default, bool forgivesStalls = true) =>
        Series(ServiceLevelIndicator.Delivery, Instruments.DeliveryDuration, consumerGroup, client, stamps: null, warmUp, forgivesStalls);

    /// <summary>InitTransactions is an event of its own, told apart by its operation.</summary>
    public (EventSeries Transactions, EventSeries Initialisations) TransactionSeries(string? client, TimeSpan warmUp = default, bool forgivesStalls = true)
    {
        var judges = _objectives.Judges(ServiceLevelIndicator.Transaction, client);
        var first = WarmUpOf(ServiceLevelIndicator.Transaction, warmUp);
        return (
            Series(Instruments.TransactionDuration, EventTags.OfClient(client), judges, first, forgivesStalls),
            Series(Instruments.TransactionDuration, EventTags.OfClient(client, operation: "init_transactions"), judges, first, forgivesStalls));
    }

    public EventSeries OffsetCommitSeries(string? consumerGroup, string? client, TimeSpan warmUp = default, bool forgivesStalls = true) =>
        Series(ServiceLevelIndicator.OffsetCommit, Instruments.OffsetCommitDuration, consumerGroup, client, warmUp, forgivesStalls);

    public EventSeries AssignmentSeries(string? consumerGroup, string? client, TimeSpan warmUp = default, bool forgivesStalls = true) =>
        Series(ServiceLevelIndicator.Assignment, Instruments.AssignmentDuration, consumerGroup, client, warmUp, forgivesStalls);

    /// <summary>Deadlines are no longer kept, nor is the budget.</summary>
    public void Dispose() => _ticker?.Dispose();

    private void StartTicking(TimeProvider time)
    {
        _ = Budgets.StartAsync();
        _ticker = new Ticker(time, SweepInterval, () =>
        {
            Errors.Guard(this, static t => t.Sweep(t.Clock.Now), nameof(Deadlines));
            Errors.Guard(this, static t => t.Budgets.Tick(), nameof(Budgets));
        });
    }

    private void Sweep(long now)
    {
        Budgets.Boundary.Before(now);
        Deadlines.Sweep(now);
    }

    private TopicSeriesByName Series(
        ServiceLevelIndicator indicator, Histogram<double> duration, string? consumerGroup, string? client, Func<string, bool>? stamps, TimeSpan warmUp, bool forgivesStalls) =>
        new(
            duration,
            _destinations,
            topic => _objectives.Judges(indicator, client, topic),
            Budgets.Boundary,
            forgivesStalls ? Stalls : null,
            consumerGroup,
            client,
            stamps,
            WarmUpOf(indicator, warmUp));

    private EventSeries Series(
        ServiceLevelIndicator indicator, Histogram<double> duration, string? consumerGroup, string? client, TimeSpan warmUp, bool forgivesStalls) =>
        Series(duration, EventTags.OfClient(client, consumerGroup), _objectives.Judges(indicator, client), WarmUpOf(indicator, warmUp), forgivesStalls);

    private EventSeries Series(Histogram<double> duration, EventTags tags, VerdictCounts[] judges, WarmUp? warmUp, bool forgivesStalls = true) =>
        new(duration, tags, judges, Budgets.Boundary, forgivesStalls ? Stalls : null)
        {
            WarmUp = warmUp,
            Warming = warmUp is null ? null : new EventSeries(warmUp.Duration, warmUp.TagsOf(tags), [], Budgets.Boundary),
        };

    private WarmUp? WarmUpOf(ServiceLevelIndicator indicator, TimeSpan length) =>
        length > TimeSpan.Zero ? new WarmUp(Clock, length, indicator, Instruments.WarmUpDuration) : null;
}
