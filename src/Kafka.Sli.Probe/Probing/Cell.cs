using System.Diagnostics;
using Kafka.Sli.Objectives;
using Kafka.Sli.Probe.Plan;
using Kafka.Sli.Probe.Topics;

namespace Kafka.Sli.Probe.Probing;

/// <summary>One cell at work: its client, and what is made of what that tells.</summary>
internal sealed class Cell : IDisposable
{
    private static readonly TimeSpan JoinTimeout = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan LongestFlush = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan LongestDrain = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan QuietDrain = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan DrainPoll = TimeSpan.FromMilliseconds(20);

    private readonly IModelClient _client;
    private readonly CellWatch _watch;

    public Cell(CellPlan original, CellPlan plan, string bootstrap, ProbeTopic topic, IReadOnlyList<Objective> objectives, KafkaSli sli, SendLoop loop, ProbeInstruments instruments, IStallRecord stalls)
    {
        (Original, Plan) = (original, plan);
        Topic = topic;
        var thresholds = objectives.Where(o => o.Indicator == ServiceLevelIndicator.Produce && o.Covers(plan)).Select(o => o.Threshold.TotalSeconds).ToArray();
        _watch = new CellWatch(instruments, stalls, plan.Name, thresholds.Length > 0 ? thresholds.Max() : null, plan.Load.Rate.PerSecond, sli.TimeProvider);
        _watch.Led(topic.Leaders);
        _client = ModelClients.Build(bootstrap, plan, sli, loop, _watch, new ScheduleWatch(instruments, plan.Name));
        _watch.OwnStream = _client.Stream;
    }

    /// <summary>As the plan has it.</summary>
    public CellPlan Original { get; }

    /// <summary>As its cluster wants it.</summary>
    public CellPlan Plan { get; }

    public ProbeTopic Topic { get; private set; }

    public long Unsent => _client.Unsent;

    public string? LastError => _client.LastError;

    public bool IsAlive => _client.IsAlive;

    /// <summary>How many of its own messages it read.</summary>
    public long OwnRead => _watch.OwnRead;

    public double OverdueSeconds => _watch.OverdueSeconds;

    /// <summary>Joins the group, then begins to send: what is sent before anybody listens would only measure the start.</summary>
    /// <exception cref="ProbeException">The group could not be joined.</exception>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        _client.StartReading();
        try
        {
            await _watch.FirstAssignment.WaitAsync(JoinTimeout, cancellationToken);
        }
        catch (TimeoutException)
        {
            throw ProbeException.Unreachable(
                $"group {Plan.Group}: no partitions were assigned within {JoinTimeout.TotalSeconds:0} s{(LastError is { } error ? $"; the client says: {error}" : $"; other members may hold all {Topic.Partitions.Count} of the topic")}");
        }

        _client.StartSending(Topic.Partitions);
    }

    /// <summary>The topic, or who leads it, is not what it was.</summary>
    public void Follow(ProbeTopic topic)
    {
        Topic = topic;
        _watch.Led(topic.Leaders);
        _client.Cover(topic.Partitions);
    }

    /// <summary>Stops sending, waits for what is in flight, reads what was acknowledged, and leaves the group.</summary>
    public void Stop()
    {
        _client.StopSending(LongestFlush);
        Drain();
        _client.StopReading();
        _client.Dispose();
    }

    public void Dispose() => _client.Dispose();

    /// <summary>Reads what was acknowledged. Other members of the group may read part of it, so it ends when nothing comes any more.</summary>
    private void Drain()
    {
        var (read, since) = (_watch.OwnRead, Stopwatch.StartNew());
        var drained = Stopwatch.StartNew();
        while (read < _watch.Acknowledged && since.Elapsed < QuietDrain && drained.Elapsed < LongestDrain)
        {
            Thread.Sleep(DrainPoll);
            if (_watch.OwnRead != read)
            {
                (read, since) = (_watch.OwnRead, Stopwatch.StartNew());
            }
        }
    }
}
