using System.Diagnostics;
using Confluent.Kafka;
using Kafka.Sli.Probe.Commands;
using Kafka.Sli.Probe.Topics;
using Kafka.Sli.Producing;

namespace Kafka.Sli.Probe.Probing;

/// <summary>One producer and one consumer at work on one topic, measured by Kafka.Sli.</summary>
internal sealed class Cell : IDisposable
{
    /// <summary>The name under which the library reports this cell's clients.</summary>
    public const string Name = "probe";

    private static readonly TimeSpan JoinTimeout = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan LongestDrain = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan QuietDrain = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan DrainPoll = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan StallLimit = TimeSpan.FromSeconds(30);

    private readonly CellClients _clients;
    private readonly int _partitions;
    private readonly SliProducer<Null, byte[]> _producer;
    private readonly IConsumer<Ignore, byte[]> _consumer;
    private readonly Sender _sender;
    private readonly Receiver _receiver;
    private readonly TaskCompletionSource _assigned = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Cell(CellClients clients, KafkaSli sli, ProbeTopic topic, RunSettings settings)
    {
        _clients = clients;
        Group = settings.Properties.GetValueOrDefault("group.id", $"{topic.Name}-group");
        _partitions = topic.Partitions.Count;
        var messages = new ProbeMessage();
        var client = new SliClientOptions { Name = Name, ConsumerGroup = Group };
        _producer = clients.BuildProducer(sli, client);
        _consumer = clients.BuildConsumer(sli, client, Signal);
        _sender = new Sender(_producer, sli.TimeProvider, topic.Partitions, settings.Rate, () => messages.Value(settings.Size));
        _receiver = new Receiver(_consumer, sli.TimeProvider, topic.Name, messages);
    }

    public string Group { get; }

    public long Unsent => _sender.Unsent;

    /// <summary>What the clients last complained of, in one line; <see langword="null"/> when nothing.</summary>
    public string? LastError => (_receiver.LastError ?? _clients.LastError)?.Reason.ReplaceLineEndings(" ");

    /// <summary>Whether the probe itself is at work. An outage of the cluster is no fault of the probe.</summary>
    public bool IsAlive => _sender.SinceProgress < StallLimit && _receiver.SinceProgress < StallLimit;

    /// <summary>Joins the group, then begins to send: what is sent before anybody listens would only measure the start.</summary>
    /// <exception cref="ProbeException">The group could not be joined.</exception>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        _receiver.Start();
        try
        {
            await _assigned.Task.WaitAsync(JoinTimeout, cancellationToken);
        }
        catch (TimeoutException)
        {
            throw ProbeException.Unreachable(
                $"group {Group}: no partitions were assigned within {JoinTimeout.TotalSeconds:0} s{(LastError is { } error ? $"; the client says: {error}" : $"; other members may hold all {_partitions} of the topic")}");
        }

        _sender.Start();
    }

    /// <summary>Stops sending, waits for what is in flight, reads what was acknowledged, and leaves the group.</summary>
    public void Stop()
    {
        _sender.Stop();
        _producer.Flush(LongestDrain);
        Drain();
        _receiver.Stop();
        _producer.Dispose();
        _consumer.Dispose();
    }

    public void Dispose()
    {
        _sender.Dispose();
        _receiver.Dispose();
        _producer.Dispose();
        _consumer.Dispose();
    }

    /// <summary>Reads what was acknowledged. Other members of the group may read part of it, so it ends when nothing comes any more.</summary>
    private void Drain()
    {
        var (received, since) = (_receiver.Received, Stopwatch.StartNew());
        var drained = Stopwatch.StartNew();
        while (received < _sender.Acknowledged && since.Elapsed < QuietDrain && drained.Elapsed < LongestDrain)
        {
            Thread.Sleep(DrainPoll);
            if (_receiver.Received != received)
            {
                (received, since) = (_receiver.Received, Stopwatch.StartNew());
            }
        }
    }

    private void Signal(IReadOnlyList<TopicPartition> partitions)
    {
        if (partitions.Count > 0)
        {
            _assigned.TrySetResult();
        }
    }
}
