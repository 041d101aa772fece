using System.Diagnostics;
using Confluent.Kafka;
using Kafka.Sli.Probe.Ledger;
using Kafka.Sli.Probe.Plan;
using Kafka.Sli.Producing;

namespace Kafka.Sli.Probe.Probing;

/// <summary>The client that Confluent.Kafka is, in this process, decorated as any service's.</summary>
internal sealed class LibrdkafkaClient : IModelClient
{
    private static readonly TimeSpan StallLimit = TimeSpan.FromSeconds(30);

    /// <summary>A rebalance waits for it, and so does who stops the probe.</summary>
    private static readonly TimeSpan LongestCommit = TimeSpan.FromSeconds(10);

    private readonly CellClients _clients;
    private readonly SendLoop _loop;
    private readonly SliProducer<byte[]?, byte[]> _producer;
    private readonly IConsumer<Ignore, Ignore> _consumer;
    private readonly Sender _sender;
    private readonly Receiver _receiver;
    private readonly Committer _committer;
    private readonly TransactionLoop? _transactions;
    private readonly Lock _covering = new();
    private readonly string _topic;
    private int _known;
    private bool _isEnding;

    public LibrdkafkaClient(CellClients clients, CellPlan plan, StreamId stream, CellSurroundings surroundings, IModelClientEvents events)
    {
        _clients = clients;
        _loop = surroundings.Loop;
        _topic = plan.Topic;
        var (sli, client) = (surroundings.Sli, new SliClientOptions { Name = plan.Name, ConsumerGroup = plan.Group, WarmUp = plan.WarmUp });
        _producer = clients.BuildProducer(sli, client, events);
        _consumer = clients.BuildConsumer(sli, client, events, CommitNow);
        _sender = new Sender(_producer, plan, stream, surroundings.Instance.Clocks, events, new ScheduleWatch(surroundings.Instruments, plan.Name), sli.TimeProvider);
        _transactions = plan.TransactionEvery is { } every ? new TransactionLoop(_producer, _sender, every, events, clients.HasFailed, sli.TimeProvider) : null;
        _receiver = new Receiver(_consumer, plan.Topic, events, new RecordReader(plan.Name), sli.TimeProvider);
        _committer = new Committer(_consumer, plan.Topic, events, plan.CommitsAutomatically, sli.TimeProvider);
    }

    /// <summary>As a <see cref="ModelClientFactory"/>.</summary>
    public static IModelClient Build(string bootstrap, CellPlan plan, StreamId stream, CellSurroundings surroundings, IModelClientEvents events) =>
        new LibrdkafkaClient(new CellClients(bootstrap, plan, surroundings.Instance.Name), plan, stream, surroundings, events);

    public bool IsAlive => _receiver.SinceProgress < StallLimit;

    /// <remarks>Without that there would be none.</remarks>
    public bool IsConfigured => true;

    public string? FatalError => _clients.FatalError?.Reason.ReplaceLineEndings(" ");

    public string? LastError => (_receiver.LastError ?? _clients.LastError)?.Reason.ReplaceLineEndings(" ");

    public long Unsent => _sender.Unsent;

    public void StartReading()
    {
        _receiver.Start();
        _committer.Start();
    }

    public void LookForPartitions(int count)
    {
        lock (_covering)
        {
            if (!_isEnding)
            {
                KnownPartitions.Refresh(_consumer.Handle, _topic, count);
            }
        }
    }

    public void StartSending(IReadOnlyList<int> partitions)
    {
        _known = partitions.Count;
        _sender.Cover(partitions);
        if (_transactions is not null)
        {
            _transactions.Start();
            return;
        }

        _sender.Start();
        _loop.Add(_sender);
    }

    /// <remarks>
    /// By itself librdkafka finds out about new partitions within five minutes. Till then it refuses to send to them, and the group does not read them: that would be an outage which the probe has made.
    /// </remarks>
    public void Cover(IReadOnlyList<int> partitions)
    {
        lock (_covering)
        {
            if (partitions.Count > _known && !_isEnding)
            {
                KnownPartitions.Refresh(_producer.Handle, _topic, partitions.Count);
                KnownPartitions.Refresh(_consumer.Handle, _topic, partitions.Count);
            }

            // A topic that was made anew with fewer of them may grow again.
            _known = partitions.Count;
        }

        _sender.Cover(partitions);
    }

    public void StopSending()
    {
        lock (_covering)
        {
            // Whoever asks by a client must not do so while it is closed.
            _isEnding = true;
        }

        _transactions?.Stop(TimeSpan.Zero);
        _loop.Remove(_sender);
    }

    public bool Flush(TimeSpan longest) => _transactions?.Stop(longest) ?? _producer.Flush(longest) == 0;

    public bool SendClosing(TimeSpan longest) => _transactions is null
        ? _sender.Close() & Flush(longest)
        : _transactions.Stop(longest) && _transactions.SendClosing();

    public IReadOnlyList<(int Partition, long Offset)>? FindEnds(TimeSpan longest)
    {
        var (began, ends) = (Stopwatch.StartNew(), new List<(int, long)>());
        try
        {
            foreach (var partition in _consumer.Assignment)
            {
                var left = longest - began.Elapsed;
                ends.Add((partition.Partition, _consumer.QueryWatermarkOffsets(partition, left > TimeSpan.Zero ? left : TimeSpan.Zero).High));
            }

            return _transactions is null ? ends : LastRecords.BeforeEnds(_clients.BuildLookBackConsumer, _topic, ends, longest - began.Elapsed);
        }
        catch (KafkaException)
        {
            // The cluster does not answer: nobody can read to an end now.
            return null;
        }
    }

    public bool StopReading()
    {
        _receiver.Stop();
        var isCommitted = _committer.CommitAll(LongestCommit);
        _committer.End();
        return isCommitted;
    }

    public bool Leave() => _receiver.Leave();

    public void Dispose()
    {
        StopSending();
        _transactions?.Dispose();
        _receiver.Dispose();
        _committer.Dispose();
        _producer.Dispose();
        _consumer.Dispose();
    }

    private void CommitNow() => _committer.Commit(LongestCommit);
}
