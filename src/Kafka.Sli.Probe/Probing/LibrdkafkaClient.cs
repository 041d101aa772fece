using Confluent.Kafka;
using Kafka.Sli.Probe.Plan;
using Kafka.Sli.Producing;

namespace Kafka.Sli.Probe.Probing;

/// <summary>The client that Confluent.Kafka is, in this process, decorated as any service's.</summary>
internal sealed class LibrdkafkaClient : IModelClient
{
    private static readonly TimeSpan StallLimit = TimeSpan.FromSeconds(30);

    private readonly CellClients _clients;
    private readonly SendLoop _loop;
    private readonly SliProducer<byte[]?, byte[]> _producer;
    private readonly IConsumer<Ignore, Ignore> _consumer;
    private readonly Sender _sender;
    private readonly Receiver _receiver;
    private readonly Committer? _committer;

    public LibrdkafkaClient(CellClients clients, KafkaSli sli, CellPlan plan, SendLoop loop, IModelClientEvents events, ScheduleWatch watch)
    {
        _clients = clients;
        _loop = loop;
        var positions = new CommitPositions();
        var client = new SliClientOptions { Name = plan.Name, ConsumerGroup = plan.Group };
        _producer = clients.BuildProducer(sli, client);
        _consumer = clients.BuildConsumer(sli, client, events, positions);
        _sender = new Sender(_producer, plan.Topic, plan.Load, events, watch, sli.TimeProvider);
        _receiver = new Receiver(_consumer, plan.Topic, events, positions, sli.TimeProvider);
        _committer = clients.CommitsAutomatically ? null : new Committer(_consumer, positions, sli.TimeProvider);
    }

    public bool IsAlive => _receiver.SinceProgress < StallLimit;

    public string? LastError => (_receiver.LastError ?? _clients.LastError)?.Reason.ReplaceLineEndings(" ");

    public long Unsent => _sender.Unsent;

    public Guid Stream => _sender.Stream;

    public void StartReading()
    {
        _receiver.Start();
        _committer?.Start();
    }

    public void StartSending(IReadOnlyList<int> partitions)
    {
        _sender.Start(partitions);
        _loop.Add(_sender);
    }

    public void Cover(IReadOnlyList<int> partitions) => _sender.Cover(partitions);

    public void StopSending(TimeSpan longest)
    {
        _loop.Remove(_sender);
        _producer.Flush(longest);
    }

    public void StopReading()
    {
        _receiver.Stop();
        _committer?.Stop();
        _committer?.Commit();
        _receiver.Leave();
    }

    public void Dispose()
    {
        _loop.Remove(_sender);
        _receiver.Dispose();
        _committer?.Dispose();
        _producer.Dispose();
        _consumer.Dispose();
    }
}
