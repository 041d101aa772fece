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
    private readonly CellPlan _plan;
    private readonly IModelClientEvents _events;
    private readonly TimeProvider _time;
    private readonly MeasuredProducer _producer;
    private readonly MeasuredConsumer _consumer;
    private readonly ExternalEnds _ends;
    private readonly ExternalSends _sends;
    private readonly ExternalTransactions _transactions;
    private readonly uint _cell;
    private readonly long _began;

    public ExternalEvents(CellPlan plan, CellSurroundings surroundings, IModelClientEvents events)
    {
        (_plan, _events, _time) = (plan, events, surroundings.Sli.TimeProvider);
        _cell = LedgerHeader.CellHash(plan.Name);
        var client = new SliClientOptions { Name = plan.Name, ConsumerGroup = plan.Group, WarmUp = plan.WarmUp };
        (_producer, _consumer) = (surroundings.Sli.MeasureProducer(client, isOutside: true), surroundings.Sli.MeasureConsumer(client, isOutside: true));
        _ends = new ExternalEnds(events);
        _sends = new ExternalSends(plan, surroundings, _producer, _ends, events);
        _transactions = new ExternalTransactions(_producer, _ends, _time);
        Commits = new ExternalCommits(_consumer, _ends, events, _time);
        _began = _time.GetTimestamp();
    }

    /// <summary>How many sends have begun and not ended.</summary>
    public int InFlight => _sends.InFlight;

    public ExternalCommits Commits { get; }

    /// <returns>What is wrong with it; <see langword="null"/> when nothing is.</returns>
    public string? Take(ExternalEvent told) => told switch
    {
        { At: { } at } when !IsTime(at) => "its time is none of this machine's",
        { Event: "begun", Due: { } due } when !IsTime(due) => "its due time cannot be",
        { Event: "transaction_begun", Start: { } start } when !IsTime(start) => "its start cannot be",
        { Event: "begun", Partition: { } partition, Number: > 0 and var number, Due: { } due, At: { } at } => _sends.Begun(new(partition, number, due), at),
        { Event: "settled", Partition: { } partition, Number: { } number, At: { } at, Outcome: not null } => _sends.Settled((partition, number), at, told),
        { Event: "received", Partition: { } partition, Offset: >= 0 and var offset, At: { } at, Timestamp: { } timestamp } => Received(partition, offset, at, timestamp, told),
        { Event: "receive_failed", Error: { Length: > 0 } error } => Failed(error, told.Text),
        { Event: "subscribed", At: { } at } => Do(() => _consumer.Subscribed(at)),
        { Event: "assigned", At: { } at, Partitions: { } partitions } => Assigned(at, [.. partitions.Select(ExternalJson.ReadAssigned)]),
        { Event: "revoked" or "lost", At: { } at, Partitions: { } partitions } => Gone(at, told.Event == "lost", [.. partitions.Select(NumberOf)]),
        { Event: "committed", Outcome: "ok" or "failed" or "unknown" or "none", Positions: { } positions } => Commits.Ended(told, positions),
        { Event: "transaction_begun", Id: { } id, Start: { } start } => _transactions.Begun(id, start, told.Init ?? false),
        { Event: "transaction", Id: { } id, At: { } at, Outcome: "ok" or "failed" or "unknown" or "aborted" } => _transactions.Ended(id, at, told),
        { Event: "skipped", Count: > 0 and var count } => Do(() => _sends.Skipped(count)),
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
        _sends.Abandon();
    }

    /// <summary>It says that something is wrong.</summary>
    public void Complained(string? error, string? text) => _ends.Complain(error, text, isSend: false);

    private static int? NumberOf(System.Text.Json.JsonElement partition) =>
        partition.ValueKind == System.Text.Json.JsonValueKind.Number && partition.TryGetInt32(out var number) && number >= 0 ? number : null;

    private static string? Do(Action act)
    {
        act();
        return null;
    }

    /// <summary>Not before this client was started, and not in the future.</summary>
    private bool IsTime(long at) => at >= _began && at <= _time.GetTimestamp();

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
        _consumer.ReceiveFailed(_ends.TypeOf(error));
        Complained(error, text);
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
}
