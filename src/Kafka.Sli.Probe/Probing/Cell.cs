using System.Diagnostics;
using Kafka.Sli.Objectives;
using Kafka.Sli.Probe.Judging;
using Kafka.Sli.Probe.Ledger;
using Kafka.Sli.Probe.Plan;
using Kafka.Sli.Probe.Topics;

namespace Kafka.Sli.Probe.Probing;

/// <summary>One cell at work: its client, and what is made of what that tells.</summary>
internal sealed class Cell : IDisposable
{
    private static readonly TimeSpan JoinTimeout = TimeSpan.FromSeconds(60);

    /// <summary>A broker that turns a client away may be one of several, and the others let it in.</summary>
    private static readonly TimeSpan LongestTurnedAway = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan LookAgain = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan LongestFlush = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan LongestClosing = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan LongestReadToEnd = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan FatalPoll = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan ReadToEndPoll = TimeSpan.FromMilliseconds(20);

    private readonly IModelClient _client;
    private readonly CellWatch _watch;
    private readonly LedgerSpans _spans;
    private readonly CellLedger _ledger;
    private readonly Refusals _refusals;

    public Cell(CellPlan original, CellPlan plan, string bootstrap, ProbeTopic topic, IReadOnlyList<Objective> objectives, CellSurroundings surroundings)
    {
        (Original, Plan) = (original, plan);
        Topic = topic;
        Verdicts = new CellVerdicts(surroundings.Instruments, plan.Name);
        var clients = new CellClients(bootstrap, plan, surroundings.Instance.Name);
        _spans = SpansOf(plan, topic);
        _ledger = new CellLedger(_spans, () => new PastLog(clients.BuildLookBackConsumer(), plan.Topic, new RecordReader(plan.Name)), Verdicts.Add, Verdicts.Rebuilt);
        var stream = surroundings.Instance.NewStream();
        _refusals = new Refusals(plan, surroundings.Tell, surroundings.Sli.TimeProvider);
        _watch = new CellWatch(surroundings, plan.Name, stream, CellPromise.Of(plan, objectives), _ledger) { WhenRefused = _refusals.Heard };
        _watch.Led(topic.Leaders);
        _client = surroundings.BuildClient(bootstrap, plan, stream, surroundings, _watch);
    }

    /// <summary>As the plan has it.</summary>
    public CellPlan Original { get; }

    /// <summary>As its cluster wants it.</summary>
    public CellPlan Plan { get; }

    public ProbeTopic Topic { get; private set; }

    public long Unsent => _client.Unsent;

    public string? LastError => _client.LastError;

    public bool IsAlive => _client.IsAlive;

    /// <summary>Why its client can send no more, for good; <see langword="null"/> as long as it can.</summary>
    public string? FatalError => _client.FatalError;

    /// <summary>What became of the messages in the partitions that it reads.</summary>
    public CellVerdicts Verdicts { get; }

    /// <summary>How long what it sends is still told apart; nothing where its client is warm.</summary>
    public TimeSpan WarmUpLeft => _watch.WarmUpLeft;

    public double OverdueSeconds => _watch.OverdueSeconds;

    /// <summary>Those of late that are over, then those that last.</summary>
    public IReadOnlyList<BrokerOutage> Outages => _watch.Outages;

    /// <summary>Joins the group, then begins to send: what is sent before anybody listens would only measure the start.</summary>
    /// <exception cref="ProbeException">The group could not be joined.</exception>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        _client.StartReading();
        using (var joined = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken))
        {
            _ = LookForPartitionsAsync(joined.Token);
            try
            {
                await JoinAsync(cancellationToken);
            }
            finally
            {
                await joined.CancelAsync();
            }
        }

        _refusals.BeginToTell();
        _client.StartSending(Topic.Partitions);
    }

    /// <summary>A topic that is new is not known to every broker yet. A member that has asked such a one for its partitions has none, and asks again after five minutes.</summary>
    private async Task LookForPartitionsAsync(CancellationToken joined)
    {
        try
        {
            while (true)
            {
                await Task.Delay(LookAgain, joined);
                _client.LookForPartitions(Topic.Partitions.Count);
            }
        }
        catch (OperationCanceledException)
        {
            // It has some.
        }
    }

    /// <summary>Ends when it is told to, or the client can do no more.</summary>
    private async Task UntilFatalAsync(CancellationToken stop)
    {
        try
        {
            while (FatalError is null)
            {
                await Task.Delay(FatalPoll, stop);
            }
        }
        catch (OperationCanceledException)
        {
            // It is overdue.
        }
    }

    private async Task JoinAsync(CancellationToken cancellationToken)
    {
        using var overdue = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        overdue.CancelAfter(JoinTimeout);
        var end = UntilFatalAsync(overdue.Token);
        if (await Task.WhenAny(_watch.FirstAssignment, _refusals.First, end) == _refusals.First)
        {
            var (refusal, reason) = await _refusals.First;
            var grace = refusal is Refusal.Encrypt or Refusal.LogIn ? LongestTurnedAway : TimeSpan.Zero;
            if (await Task.WhenAny(_watch.FirstAssignment, Task.Delay(grace, cancellationToken)) != _watch.FirstAssignment)
            {
                cancellationToken.ThrowIfCancellationRequested();
                throw ProbeException.Unreachable(await _refusals.DescribeAsync(refusal, reason));
            }
        }

        cancellationToken.ThrowIfCancellationRequested();
        if (!_watch.FirstAssignment.IsCompleted && FatalError is { } fatal)
        {
            var line = $"cell {Plan.Name}: the client can do no more: {fatal}";
            throw _client.IsConfigured ? ProbeException.Unreachable(line) : ProbeException.BadUsage(line);
        }

        if (!_watch.FirstAssignment.IsCompleted)
        {
            throw ProbeException.Unreachable(
                $"group {Plan.Group}: no partitions were assigned within {JoinTimeout.TotalSeconds:0} s{(LastError is { } error ? $"; the client says: {error}" : $"; other members may hold all {Topic.Partitions.Count} of the topic")}");
        }
    }

    /// <summary>The topic, or who leads it, is not what it was.</summary>
    public void Follow(ProbeTopic topic)
    {
        Topic = topic;
        _spans.WidenTo(SpansOf(Plan, topic));
        _watch.Led(topic.Leaders);
        _client.Cover(topic.Partitions);
        _watch.Covered(topic.Partitions);
    }

    /// <summary>How it ends, step by step: each is bounded, has its name, and tells whether it came to its end.</summary>
    public static IReadOnlyList<(string Name, Func<Cell, bool> Take)> StepsToEnd { get; } =
    [
        ("schedule stopped", cell =>
        {
            cell._client.StopSending();
            return true;
        }),
        ("sends flushed", cell => cell._client.Flush(LongestFlush)),
        ("closing records sent", cell => cell._client.SendClosing(LongestClosing)),
        ("read to the end", cell => cell.ReadToEnd()),
        ("committed", cell => cell._client.StopReading()),
        ("group left", cell => cell._client.Leave()),
        ("clients closed", cell =>
        {
            cell.Dispose();
            return true;
        }),
    ];

    public void Dispose()
    {
        _client.Dispose();
        _ledger.Dispose();
    }

    private static LedgerSpans SpansOf(CellPlan plan, ProbeTopic topic) => LedgerSpans.For(plan.LongestSend, plan.Load.LongestSilence(topic.Partitions.Count), plan.TransactionEvery);

    /// <summary>Other instances go on writing: the end as it is now is meant. In the middle of a rebalance it is not known yet what is to be read here.</summary>
    private bool ReadToEnd()
    {
        var began = Stopwatch.StartNew();
        return WaitUntil(() => !_watch.IsRebalancing) & (_client.FindEnds(LongestReadToEnd - began.Elapsed) is { } ends && WaitUntil(() => _ledger.HasReached(ends)));

        bool WaitUntil(Func<bool> holds)
        {
            while (!holds())
            {
                if (began.Elapsed >= LongestReadToEnd)
                {
                    return false;
                }

                Thread.Sleep(ReadToEndPoll);
            }

            return true;
        }
    }
}
