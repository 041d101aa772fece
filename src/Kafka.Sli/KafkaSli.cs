using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Confluent.Kafka;
using Kafka.Sli.Consuming;
using Kafka.Sli.Measuring;
using Kafka.Sli.Objectives;
using Kafka.Sli.Producing;
using Kafka.Sli.Telemetry;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Kafka.Sli;

/// <summary>
/// The service level indicators of one service: owns the meter <c>Kafka.Sli</c> and decorates clients.
/// With dependency injection it is made by <c>AddKafkaSli()</c>; without, by <see cref="Create"/>.
/// </summary>
public sealed class KafkaSli : IDisposable, IAsyncDisposable
{
    /// <summary>The meter's name, for <c>AddMeter</c> where no dependency injection makes it known.</summary>
    public const string MeterName = SliInstruments.MeterName;

    /// <summary>The name of the meter that reports by OpenTelemetry's messaging conventions, for <c>AddMeter</c>. It costs a record more for each message.</summary>
    public const string MessagingMeterName = MessagingInstruments.MeterName;

    /// <summary>The name of the activity source, for <c>AddSource</c>.</summary>
    public const string ActivitySourceName = SliTraces.SourceName;

    private const int MostGroups = 1000;

    private static readonly TimeSpan LastSaveLimit = TimeSpan.FromSeconds(5);

    private readonly KafkaSliOptions _options;
    private readonly SliTelemetry _telemetry;
    private readonly Meter _meter;
    private readonly Meter _messagingMeter;
    private readonly ErrorBudgetFolder? _folder;
    private readonly HashSet<string> _topicsWithoutStamp;
    private readonly ConcurrentDictionary<(string Group, string? Client), ReadProgress> _progress = new();
    private int _isStopped;

    private KafkaSli(KafkaSliOptions options, IMeterFactory? meterFactory, Func<ILoggerFactory?> loggerFactory)
    {
        _options = options;
        _topicsWithoutStamp = [.. options.TopicsWithoutStamp];
        _folder = options.ErrorBudgetFolder is { } folder && !IsDisabled ? new ErrorBudgetFolder(folder) : null;
        _meter = MakeMeter(MeterName, meterFactory);
        _messagingMeter = MakeMeter(MessagingMeterName, meterFactory);
        _telemetry = new SliTelemetry(
            _meter,
            _messagingMeter,
            new TelemetrySettings
            {
                Objectives = IsDisabled ? [] : options.Objectives,
                DestinationLimit = options.DestinationLimit,
                Traces = options.Traces || options.ProcessSpans,
                Time = options.TimeProvider,
                Stalls = options.Stalls,
                Budgets = _folder?.Store ?? options.ErrorBudgetStore,
                TellAlert = TellAlert,
            },
            () => loggerFactory()?.CreateLogger<KafkaSli>() ?? NullLogger<KafkaSli>.Instance);
    }

    /// <summary>
    /// Whether the environment variable <c>KAFKA_SLI_DISABLED</c> was <c>true</c> when this was made: then clients
    /// are left undecorated.
    /// </summary>
    public bool IsDisabled { get; } = KafkaSliSwitch.IsOff;

    /// <summary>The clock of all measurements, for intended start times.</summary>
    public TimeProvider TimeProvider => _options.TimeProvider;

    /// <summary>Makes the indicators of a service that has no dependency injection.</summary>
    /// <param name="options">What is measured and judged; <see langword="null"/> for the defaults. Not to be changed afterwards.</param>
    /// <param name="meterFactory">Makes the meter; <see langword="null"/> for a meter of its own.</param>
    /// <param name="loggerFactory">Is told, once for each step, what goes wrong inside; <see langword="null"/> for nobody.</param>
    /// <exception cref="ArgumentException">An option is wrong; the message names it, its value and what would be right.</exception>
    public static KafkaSli Create(
        KafkaSliOptions? options = null, IMeterFactory? meterFactory = null, ILoggerFactory? loggerFactory = null)
    {
        var sli = Make(options, meterFactory, () => loggerFactory);
        if (loggerFactory is not null && !sli.IsDisabled)
        {
            SilentAlert.Warn(sli._options.Objectives, loggerFactory.CreateLogger<KafkaSli>());
        }

        return sli;
    }

    /// <summary>
    /// Raised when a burn rate alert of an objective begins or ceases to fire, one at a time and in order, on a thread of the thread pool.
    /// What a handler throws is counted and logged.
    /// </summary>
    public event EventHandler<BurnRateAlertEventArgs>? AlertChanged;

    /// <summary>How each objective stands now. Empty without objectives, and until earlier error budgets have been loaded.</summary>
    public IReadOnlyList<ObjectiveStatus> Objectives => _telemetry.Budgets.Status;

    /// <summary>
    /// Disposes the meter, unless a meter factory made it, which disposes it itself, and saves the error budgets where they are kept (waiting up to 5 s for that).
    /// Clients that are decorated go on working; nothing is judged any more that is still in flight.
    /// </summary>
    public void Dispose()
    {
        _telemetry.Errors.Guard(this, static sli => sli.StopAsync().Wait(LastSaveLimit), nameof(Dispose));
    }

    /// <summary>As <see cref="Dispose"/>, without blocking a thread.</summary>
    /// <returns>The end of it.</returns>
    public async ValueTask DisposeAsync()
    {
        try
        {
            await StopAsync().WaitAsync(LastSaveLimit).ConfigureAwait(false);
        }
        catch (TimeoutException e)
        {
            _telemetry.Errors.Swallow(e);
        }
    }

    /// <summary>
    /// Measures a producer that is not Confluent.Kafka's, by the same contract: whoever has it tells when messages are handed over and how they end. While Kafka.Sli is disabled
    /// nothing comes of it.
    /// </summary>
    /// <param name="client">What it is called in metrics.</param>
    /// <param name="isOutside">Whether it is in another process: that one does not stand still with this one (see <see cref="KafkaSliOptions.Stalls"/>), and its word takes time to come here (see <see cref="MeasuredProducer.ToldUntil"/>).</param>
    public MeasuredProducer MeasureProducer(SliClientOptions? client = null, bool isOutside = false) => new(_telemetry, client?.Name, client?.WarmUp ?? _options.WarmUp, isOutside, IsDisabled);

    /// <summary>Measures a member of a group that is not Confluent.Kafka's, as <see cref="MeasureProducer"/> does a producer.</summary>
    /// <param name="client">What it is called in metrics, and its group.</param>
    /// <param name="isOutside">As for <see cref="MeasureProducer"/>.</param>
    public MeasuredConsumer MeasureConsumer(SliClientOptions? client = null, bool isOutside = false)
    {
        client ??= new SliClientOptions();
        return new MeasuredConsumer(_telemetry, ProgressOf(client), ConsumerSettingsOf(client), isOutside, IsDisabled);
    }

    internal static KafkaSli Make(KafkaSliOptions? options, IMeterFactory? meterFactory, Func<ILoggerFactory?> loggerFactory)
    {
        options ??= new KafkaSliOptions();
        var faults = options.Faults().ToArray();
        return faults.Length == 0
            ? new KafkaSli(options, meterFactory, loggerFactory)
            : throw new ArgumentException(string.Join(Environment.NewLine, faults), nameof(options));
    }

    internal SliTelemetry Telemetry => _telemetry;

    internal Meter Meter => _meter;

    internal Meter MessagingMeter => _messagingMeter;

    internal IProducer<TKey, TValue> Decorate<TKey, TValue>(
        IProducer<TKey, TValue> producer, SliClientOptions client, InnerClientLife? life = null)
    {
        if (IsDisabled || producer is SliProducer<TKey, TValue>)
        {
            return producer;
        }

        var decorator = new SliProducer<TKey, TValue>(
            producer, _telemetry, ProducerSettingsOf(client, life) with { ClientIsConfluents = ConfluentProducer.IsBy(producer) });
        decorator.Open();
        return decorator;
    }

    internal IConsumer<TKey, TValue> Decorate<TKey, TValue>(
        IConsumer<TKey, TValue> consumer, SliClientOptions client, InnerClientLife? life = null)
    {
        if (IsDisabled || consumer is SliConsumer<TKey, TValue>)
        {
            return consumer;
        }

        var decorator = new SliConsumer<TKey, TValue>(consumer, _telemetry, ProgressOf(client), ConsumerSettingsOf(client, life));
        decorator.Open();
        return decorator;
    }

    /// <summary>The decorator of a consumer whose builder is ours. Its real group tells what was read before, whatever it is called in metrics.</summary>
    internal SliConsumer<TKey, TValue> Built<TKey, TValue>(
        IConsumer<TKey, TValue> consumer, IEnumerable<KeyValuePair<string, string>> config, SliClientOptions client)
    {
        var group = new ClientProperties(config)["group.id"];
        var settings = ConsumerSettingsOf(client) with { Group = client.ConsumerGroup ?? group, IsBuilt = true };
        return new SliConsumer<TKey, TValue>(consumer, _telemetry, ProgressOf(group, client.Name), settings);
    }

    internal ProducerSettings ProducerSettingsOf(SliClientOptions client, InnerClientLife? life = null) => new()
    {
        Client = client.Name,
        Stamps = (client.SentStamp ?? _options.SentStamp)
            ? topic => !_topicsWithoutStamp.Contains(topic)
            : null,
        WarmUp = client.WarmUp ?? _options.WarmUp,
        MeasureWithoutHandler = _options.MeasureProduceWithoutHandler,
        Life = life ?? InnerClientLife.OfDecorator,
    };

    internal ConsumerSettings ConsumerSettingsOf(SliClientOptions client, InnerClientLife? life = null) => new()
    {
        Client = client.Name,
        Group = GroupOf(client),
        JudgesBacklog = _options.Backlog == BacklogJudgement.Include,
        JudgesMessageTimestamp = _options.JudgeMessageTimestamp,
        WarmUp = client.WarmUp ?? _options.WarmUp,
        SpansProcessing = _options.ProcessSpans,
        Life = life ?? InnerClientLife.OfDecorator,
    };

    /// <summary>
    /// Members of one group and name in this process share it, so that what a rebalance moves from one to the other is not
    /// judged twice. The name tells clusters apart. A consumer whose group is not known has its own, and so has one past a
    /// number of groups that only a group id made up at each start can reach.
    /// </summary>
    internal ReadProgress ProgressOf(SliClientOptions client) => ProgressOf(GroupOf(client), client.Name);

    private async Task StopAsync()
    {
        if (Interlocked.Exchange(ref _isStopped, 1) == 0)
        {
            // A metrics listener that throws when its instruments go costs neither the last save nor the next process its folder.
            _telemetry.Dispose();
            _telemetry.Errors.Guard(_meter, static meter => meter.Dispose());
            _telemetry.Errors.Guard(_messagingMeter, static meter => meter.Dispose());
            await _telemetry.Budgets.SaveLastAsync().ConfigureAwait(false);
            _folder?.Dispose();
        }
    }

    /// <summary>A handler that throws does not keep it from the others.</summary>
    private void TellAlert(BurnRateAlertEventArgs change)
    {
        foreach (var handler in AlertChanged?.GetInvocationList() ?? [])
        {
            _telemetry.Errors.Guard(
                (Sli: this, Handler: (EventHandler<BurnRateAlertEventArgs>)handler, change), static t => t.Handler(t.Sli, t.change), nameof(AlertChanged));
        }
    }

    private static Meter MakeMeter(string name, IMeterFactory? factory)
    {
        var options = new MeterOptions(name) { Version = LibraryVersion.Text };
        return factory?.Create(options) ?? new Meter(options);
    }

    private ReadProgress ProgressOf(string? group, string? client) =>
        group is null ? new ReadProgress()
        : _progress.TryGetValue((group, client), out var known) ? known
        : _progress.Count < MostGroups ? _progress.GetOrAdd((group, client), static _ => new ReadProgress())
        : new ReadProgress();

    private string? GroupOf(SliClientOptions client) => client.ConsumerGroup ?? _options.ConsumerGroup;
}
