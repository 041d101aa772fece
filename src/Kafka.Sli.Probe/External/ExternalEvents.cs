using System.Collections.Concurrent;
using Confluent.Kafka;
using Kafka.Sli.Measuring;
using Kafka.Sli.Probe.Clocks;
using Kafka.Sli.Probe.Judging;
using Kafka.Sli.Probe.Ledger;
using Kafka.Sli.Probe.Plan;
using Kafka.Sli.Probe.Probing;

namespace Kafka.Sli.Probe.External;

/// <summary>Makes of an external client's events what a client in this process would have told. One thread at a time.</summary>
internal sealed class ExternalEvents : IDisposable
{
    /// <summary>A client that begins so much and ends nothing is not one of ours.</summary>
    private const int MostInFlight = 1_000_000;

    /// <summary>A producer has one at a time.</summary>
    private const int MostTransactions = 100;

    private readonly CellPlan _plan;
    private readonly IModelClientEvents _events;
    private readonly ScheduleWatch _watch;
    private readonly TimeProvider _time;
    private readonly MeasuredProducer _producer;
    private readonly MeasuredConsumer _consumer;
    private readonly uint _cell;
    private readonly long _began;
    private readonly Dictionary<(int Partition, long Number), (MeasuredOperation Operation, Sending Sending)> _inFlight = [];
    private readonly ConcurrentDictionary<long, (MeasuredOperation? Operation, long Start)> _commits = new();
    private readonly Dictionary<long, (MeasuredOperation Operation, long Start)> _transactions = [];
    private readonly ExternalErrorTypes _errors = new();
    private long _lastCommit;

    public ExternalEvents(CellPlan plan, CellSurroundings surroundings, IModelClientEvents events)
    {
        (_plan, _events, _time) = (plan, events, surroundings.Sli.TimeProvider);
        _watch = new ScheduleWatch(surroundings.Instruments, plan.Name);
        _cell = LedgerHeader.CellHash(plan.Name);
        var client = new SliClientOptions { Name = plan.Name, ConsumerGroup = plan.Group, WarmUp = plan.WarmUp };
        (_producer, _consumer) = (surroundings.Sli.MeasureProducer(client, isOutside: true), surroundings.Sli.MeasureConsumer(client, isOutside: true));
        _began = _time.GetTimestamp();
    }

    /// <summary>How many sends have begun and not ended.</summary>
    public int InFlight { get; private set; }

    /// <summary>How many commits it was asked for and has not answered. For any thread.</summary>
    public int Unanswered => _commits.Count;

    /// <summary>A commit is being asked for; that of nothing is no event. For any thread.</summary>
    /// <returns>What its answer will be known by.</returns>
    public long BeginCommit(bool isOfNothing)
    {
        var (id, now) = (Interlocked.Increment(ref _lastCommit), _time.GetTimestamp());
        _commits[id] = (isOfNothing ? null : _consumer.BeginCommit(now), now);
        return id;
    }

    /// <returns>What is wrong with it; <see langword="null"/> when nothing is.</returns>
    public string? Take(ExternalEvent told) => told switch
    {
        { At: { } at } when !IsTime(at) => "its time is none of this machine's",
        { Event: "begun", Partition: { } partition, Number: > 0 and var number, Due: { } due, At: { } at } => Begun(new(partition, number, due), at),
        { Event: "settled", Partition: { } partition, Number: { } number, At: { } at, Outcome: { } outcome } => Settled((partition, number), at, outcome, told),
        { Event: "received", Partition: { } partition, Offset: >= 0 and var offset, At: { } at, Timestamp: { } timestamp } => Received(partition, offset, at, timestamp, told),
        { Event: "receive_failed", Error: { Length: > 0 } error } => Failed(error, told.Text),
        { Event: "subscribed", At: { } at } => Do(() => _consumer.Subscribed(at)),
        { Event: "assigned", At: { } at, Partitions: { } partitions } => Assigned(at, [.. partitions.Select(ExternalJson.ReadAssigned)]),
        { Event: "revoked" or "lost", At: { } at, Partitions: { } partitions } => Gone(at, told.Event == "lost", [.. partitions.Select(NumberOf)]),
        { Event: "committed", Outcome: "ok" or "failed" or "unknown" or "none", Positions: { } positions } => Committed(told, positions),
        { Event: "transaction_begun", Id: { } id, Start: { } start } => TransactionBegun(id, start, told.Init ?? false),
        { Event: "transaction", Id: { } id, At: { } at, Outcome: "ok" or "failed" or "unknown" or "aborted" } => TransactionEnded(id, at, told),
        { Event: "skipped", Count: > 0 and var count } => Do(() => _watch.Skipped(count)),
        { Event: "told", At: { } at } => Do(() =>
        {
            _producer.ToldUntil(at);
            _consumer.ToldUntil(at);
        }),
        _ => "is no event of the protocol, or lacks a key",
    };

    /// <summary>It leaves the group: what it loses by that it does not wait for. For any thread.</summary>
    public void Leaves() => _consumer.Left(_time.GetTimestamp());

    /// <summary>The client is gone: what was in flight is abandoned.</summary>
    public void Dispose()
    {
        _producer.Dispose();
        _consumer.Dispose();
        foreach (var (_, sending) in _inFlight.Values)
        {
            _events.Settled(sending, _time.GetTimestamp(), Fate.Unknown);
        }

        _inFlight.Clear();
        InFlight = 0;
    }

    private static int? NumberOf(System.Text.Json.JsonElement partition) =>
        partition.ValueKind == System.Text.Json.JsonValueKind.Number && partition.TryGetInt32(out var number) && number >= 0 ? number : null;

    private static string? Do(Action act)
    {
        act();
        return null;
    }

    /// <summary>Not before this client was started, and not in the future.</summary>
    private bool IsTime(long at) => at >= _began && at <= _time.GetTimestamp();

    private string? Begun(Sending sending, long at)
    {
        if (sending.Partition < 0 || sending.Intended > at || sending.Intended < _began)
        {
            return "its partition or its due time cannot be";
        }

        if (_inFlight.Count >= MostInFlight || !_inFlight.TryAdd((sending.Partition, sending.Number), default))
        {
            return "has begun already, or too many have begun";
        }

        _watch.Sent(_time.GetElapsedTime(sending.Intended, at));
        _events.Begun(sending);
        _inFlight[(sending.Partition, sending.Number)] = (_producer.BeginProduce(_plan.Topic, sending.Intended), sending);
        InFlight = _inFlight.Count;
        return null;
    }

    private string? Settled((int Partition, long Number) key, long at, string outcome, ExternalEvent told)
    {
        if (outcome is not ("ok" or "failed" or "unknown"))
        {
            return "its outcome is none of ok, failed, unknown";
        }

        if (!_inFlight.Remove(key, out var begun))
        {
            return "has not begun, or has ended already";
        }

        InFlight = _inFlight.Count;
        var (operation, sending) = begun;
        if (at < sending.Intended)
        {
            var now = _time.GetTimestamp();
            operation.End(MeasuredEnd.Unobserved, now);
            _events.Settled(sending, now, Fate.Unknown);
            return "it ends before it was due";
        }

        if (outcome != "ok")
        {
            Complain(told.Error, told.Text, isSend: true);
        }

        var (end, fate) = outcome switch
        {
            "ok" => (MeasuredEnd.Ok, Fate.Acknowledged),
            "unknown" => (MeasuredEnd.Unknown, Fate.Unknown),
            _ => (MeasuredEnd.Failed(_errors.Of(told.Error)), Fate.Failed),
        };
        operation.End(end, at);
        _events.Settled(sending, at, fate);
        return null;
    }

    private string? Received(int partition, long offset, long at, long timestamp, ExternalEvent told)
    {
        if (partition < 0)
        {
            return "its partition cannot be";
        }

        var stamp = told.Headers?.GetValueOrDefault("kafka-sli-sent") ?? [];
        var kind = told.TimestampType switch { "create" => TimestampType.CreateTime, "append" => TimestampType.LogAppendTime, _ => TimestampType.NotAvailable };
        var age = _consumer.Received(_plan.Topic, partition, offset, stamp, new Timestamp(timestamp, kind), at);
        var header = told.Headers?.GetValueOrDefault(LedgerHeader.Key) is { } bytes && LedgerHeader.Read(bytes) is { } read && read.Cell == _cell ? read : null;
        var clock = told.Headers?.GetValueOrDefault(ClockHeader.Key) is { } clocks ? ClockHeader.Read(clocks) : null;
        var now = _time.GetTimestamp();
        var wall = (_time.GetUtcNow() - DateTimeOffset.UnixEpoch - _time.GetElapsedTime(at, now)).Ticks / TimeSpan.TicksPerMicrosecond;
        var sent = age is { } seconds ? wall - (long)(seconds * 1e6) : 0;
        _events.Read(new(partition, offset, timestamp, header, clock, new Arrival(sent, wall, at), age));
        return null;
    }

    private string? Failed(string error, string? text)
    {
        _consumer.ReceiveFailed(_errors.Of(error));
        Complain(error, text, isSend: false);
        return null;
    }

    private string? Assigned(long at, AssignedPartition?[] partitions)
    {
        if (partitions.Any(p => p is not { Partition: >= 0, Offset: null or >= 0 }))
        {
            return "has a partition without a number, or with an offset that cannot be";
        }

        _events.Assigned([.. partitions.Select(p => new PartitionStart(p!.Partition!.Value, p.Offset, p.Resumed ?? false))]);
        _consumer.PartitionsAssigned(at);
        return null;
    }

    private string? Gone(long at, bool isLost, int?[] partitions)
    {
        if (partitions.Any(p => p is null))
        {
            return "has a partition without a number";
        }

        _consumer.PartitionsGone(at);
        int[] gone = [.. partitions.Select(p => p!.Value)];
        if (isLost)
        {
            _events.Lost(gone);
        }
        else
        {
            _events.Revoked(gone);
        }

        return null;
    }

    /// <summary>It lasted as long as the client says; that it was asked for a little earlier is not in it.</summary>
    private string? Committed(ExternalEvent told, IReadOnlyList<long[]> positions)
    {
        if (positions.Any(p => p is not [>= 0 and <= int.MaxValue, >= 0]))
        {
            return "its positions are not [partition, offset]";
        }

        if (told.Id is { } id)
        {
            if (!_commits.TryRemove(id, out var asked))
            {
                return "nobody has asked for that commit, or it has ended already";
            }

            var (start, at) = (told.Start ?? asked.Start, told.At ?? asked.Start);
            if (at < start || start < asked.Start)
            {
                asked.Operation?.End(MeasuredEnd.Unobserved, _time.GetTimestamp());
                return "it ends before it begins, or began before it was asked for";
            }

            asked.Operation?.End(EndOf(told), asked.Start + (at - start));
        }

        if (told.Outcome == "ok")
        {
            _events.Committed([.. positions.Select(p => ((int)p[0], p[1]))]);
        }
        else
        {
            Complain(told.Error, told.Text, isSend: false);
        }

        return null;
    }

    private string? TransactionBegun(long id, long start, bool isInitialisation)
    {
        if (!IsTime(start) || _transactions.ContainsKey(id) || _transactions.Count >= MostTransactions)
        {
            return "its start cannot be, or it has begun already, or too many have begun";
        }

        _transactions[id] = (isInitialisation ? _producer.BeginInitTransactions(start) : _producer.BeginTransaction(start), start);
        return null;
    }

    private string? TransactionEnded(long id, long at, ExternalEvent told)
    {
        if (!_transactions.Remove(id, out var begun))
        {
            return "has not begun, or has ended already";
        }

        if (at < begun.Start)
        {
            begun.Operation.End(MeasuredEnd.Unobserved, _time.GetTimestamp());
            return "it ends before it begins";
        }

        Complain(told.Error, told.Text, isSend: true);
        begun.Operation.End(EndOf(told), at);
        return null;
    }

    private MeasuredEnd EndOf(ExternalEvent told) => told.Outcome switch
    {
        "aborted" => MeasuredEnd.Aborted,
        "ok" => MeasuredEnd.Ok,
        "unknown" => MeasuredEnd.Unknown,
        "none" => MeasuredEnd.Unobserved,
        _ => MeasuredEnd.Failed(_errors.Of(told.Error)),
    };

    /// <summary>What it is not let do is told, as of any client.</summary>
    public void Complain(string? error, string? text, bool isSend)
    {
        if (error is not null && KafkaErrorNames.Code(error) is { } code && Refusals.Of(new Error(code), isSend) is { } refusal)
        {
            _events.Refused(refusal, ExternalText.OneLine(text ?? error));
        }
    }
}
