using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Kafka.Sli.Probe.External;
using Kafka.Sli.Probe.Ledger;
using Kafka.Sli.Probe.Plan;
using Kafka.Sli.Probe.Probing;

namespace Kafka.Sli.Probe.Tests.External;

/// <summary>An external client whose process is the test's own, and all that is made of what it says.</summary>
internal sealed class SpokenClient : IDisposable
{
    public const string Topic = "orders";

    private const long NanosecondsPerSecond = 1_000_000_000;
    private static int _last;

    private readonly int _number = Interlocked.Increment(ref _last);
    private readonly string _cell;
    private readonly MeterListener _listener = new();
    private readonly ConcurrentQueue<(string Instrument, double Value, Dictionary<string, object?> Tags)> _measured = new();
    private readonly ConcurrentQueue<Dictionary<string, object?>> _observed = new();
    private readonly ProbeInstruments _instruments = new(static () => [], static () => []);
    private readonly SendLoop _loop;
    private readonly KafkaSli _sli;

    /// <param name="consumer">Properties of its consumer.</param>
    /// <param name="isReady">Whether it has said so.</param>
    public SpokenClient(IReadOnlyDictionary<string, string>? consumer = null, bool isReady = true)
    {
        _cell = $"spoken/{_number}";
        _listener.InstrumentPublished = static (instrument, listener) =>
        {
            if (instrument.Meter.Name.StartsWith("Kafka.Sli", StringComparison.Ordinal))
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Take(instrument.Name, value, tags));
        _listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Take(instrument.Name, value, tags));
        _listener.Start();
        var options = new KafkaSliOptions { TimeProvider = Time };
        options.Objectives.Add($"produce: 99% < 1s as sends-{_number}");
        options.Objectives.Add($"offset_commit: 99% < 1s as commits-{_number}");
        _sli = KafkaSli.Create(options);
        _loop = new SendLoop(Time);
        Plan = new CellPlan
        {
            Name = _cell,
            Cluster = "c",
            Topic = Topic,
            Group = "readers",
            Producer = new Dictionary<string, string> { ["acks"] = "all" },
            Consumer = consumer ?? new Dictionary<string, string>(),
            Load = LoadPlan.Default,
        };
        var surroundings = new CellSurroundings(new ProbeInstance("me", Time), _sli, _loop, _instruments, new StallWatch(Time), ModelClients.Build)
        {
            Tell = Lines.Enqueue,
            Hide = static text => text.Replace("secret", "***", StringComparison.Ordinal),
        };
        Client = new ExternalClient(Process.Build, "localhost:9092", Plan, new StreamId("me", 7), surroundings, Events);
        if (isReady)
        {
            Process.Says(new { @event = "ready", protocol = 1, client = "spoken", version = "1" });
        }
    }

    public UptimeProvider Time { get; } = new();

    public SpokenProcess Process { get; } = new();

    public RecordedEvents Events { get; } = new();

    public CellPlan Plan { get; }

    public KafkaSli Sli => _sli;

    public ExternalClient Client { get; }

    /// <summary>What whoever watches was told.</summary>
    public ConcurrentQueue<string> Lines { get; } = new();

    /// <summary>The clock that the process shares with the probe.</summary>
    public long Now => (long)((Int128)Time.GetTimestamp() * NanosecondsPerSecond / Time.TimestampFrequency);

    public static long Seconds(double seconds) => (long)(seconds * NanosecondsPerSecond);

    public IReadOnlyList<(double Value, Dictionary<string, object?> Tags)> Measured(string instrument) => [.. _measured.Where(m => m.Instrument == instrument).Select(m => (m.Value, m.Tags))];

    /// <summary>Good, bad and excluded events of <c>sends</c> or <c>commits</c>.</summary>
    public (double Good, double Bad, double Excluded) Verdicts(string objective)
    {
        _observed.Clear();
        _listener.RecordObservableInstruments();
        return (Sum("good"), Sum("bad"), Sum("excluded"));

        double Sum(string verdict) => _observed.Where(e => Equals(e.GetValueOrDefault("kafka.sli.objective"), $"{objective}-{_number}") && Equals(e.GetValueOrDefault("kafka.sli.verdict"), verdict)).Sum(e => (double)e["value"]!);
    }

    /// <summary>Time goes on, and all that is done meanwhile is done.</summary>
    public void Passes(double seconds)
    {
        for (var end = Time.GetTimestamp() + (long)(seconds * Time.TimestampFrequency); Time.GetTimestamp() < end;)
        {
            Time.Advance(TimeSpan.FromTicks(Math.Min(TimeSpan.TicksPerMillisecond * 50, end - Time.GetTimestamp())));
        }
    }

    public void Begins(long number, long? due = null, int partition = 0) => Process.Says(new { @event = "begun", partition, number, due = due ?? Now, at = Now });

    public void Settles(long number, string outcome = "ok", string? error = null, long? at = null, int partition = 0) =>
        Process.Says(new { @event = "settled", partition, number, at = at ?? Now, outcome, error });

    public void Vouches() => Process.Says(new { @event = "told", at = Now });

    public void Dispose()
    {
        Client.Dispose();
        _loop.Dispose();
        _sli.Dispose();
        _instruments.Dispose();
        _listener.Dispose();
    }

    private void Take(string instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var all = new Dictionary<string, object?>(tags.ToArray());
        if (instrument == "kafka.sli.events")
        {
            all["value"] = value;
            _observed.Enqueue(all);
        }
        if (all.GetValueOrDefault(ProbeInstruments.Cell) is string cell && cell == _cell)
        {
            _measured.Enqueue((instrument, value, all));
        }
    }
}
