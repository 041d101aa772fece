using System.Collections.Concurrent;
using Confluent.Kafka;
using Kafka.Sli.Probe.Embedded;

namespace Kafka.Sli.Tests.OnCluster.Differential;

/// <summary>One producer, which makes the calls of a script one after the other and tells what came of each.</summary>
internal sealed class ProducerRun : IDisposable
{
    private const string Topic = "orders";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly EmbeddedCluster _cluster = EmbeddedCluster.Start(brokers: 1);
    private readonly IProducer<string, string> _producer;
    private readonly List<string> _told = [];
    private readonly ConcurrentDictionary<string, bool> _errors = new();
    private readonly SemaphoreSlim _swallowed = new(0);
    private readonly Headers _shared = new() { { "a", [1] }, { "b", [2] } };
    private Message<string, string> _previous = new() { Key = "k", Value = "first" };

    public ProducerRun(Func<ProducerConfig, ProducerBuilder<string, string>> builder, Func<IProducer<string, string>, IProducer<string, string>> wrap)
    {
        _cluster.CreateTopic(Topic, partitions: 1);
        var config = new ProducerConfig { BootstrapServers = _cluster.BootstrapServers, LingerMs = 0, MessageMaxBytes = 10_000 };
        _producer = wrap(builder(config)
            .SetKeySerializer(new MeddlingSerializer())
            .SetValueSerializer(new MeddlingSerializer())
            .SetErrorHandler((_, error) => Hear(error))
            .SetLogHandler((_, _) => { })
            .Build());

        // The topic is known from here on, so that a wrong partition is refused at once.
        _producer.Produce(Topic, _previous);
        _producer.Flush(Patience);
    }

    /// <summary>What the error handler was told, which comes from another thread, some time after.</summary>
    public IEnumerable<string> Errors => _errors.Keys.Order();

    public int Steps { get; private set; }

    public IReadOnlyList<string> Make(IEnumerable<ProducerStep> steps)
    {
        var all = new List<string>();
        foreach (var step in steps)
        {
            Steps++;
            Make(step);
            all.Add($"-- {step}");
            lock (_told)
            {
                // The poll thread and a Flush call handlers at once, in no order.
                all.AddRange(_told.Order(StringComparer.Ordinal));
                _told.Clear();
            }
        }

        return all;
    }

    /// <summary>All that came into the log.</summary>
    public IReadOnlyList<string> Log()
    {
        using var reader = new ConsumerBuilder<string, string>(new ConsumerConfig
        {
            BootstrapServers = _cluster.BootstrapServers,
            GroupId = "reader",
            EnablePartitionEof = true,
            FetchWaitMaxMs = 10,
        }).Build();
        reader.Assign(new TopicPartitionOffset(Topic, 0, Offset.Beginning));
        var log = new List<string>();
        for (var result = reader.Consume(Patience); !result.IsPartitionEOF; result = reader.Consume(Patience))
        {
            log.Add(Told.Of(result));
        }

        return log;
    }

    public void Dispose()
    {
        _producer.Dispose();
        _cluster.Dispose();
        _swallowed.Dispose();
    }

    private void Make(ProducerStep step)
    {
        var message = MessageOf(step.Content);
        if (step.Content == Content.RefusedByBroker && step.Call < ProducerCall.Burst)
        {
            _cluster.PushRequestErrors(KafkaApi.Produce, ErrorCode.PolicyViolation);
        }

        var headers = HeadersOf(message);
        using var live = new CancellationTokenSource();
        try
        {
            switch (step.Call)
            {
                case ProducerCall.Produce: Produce(step.Target, message, report => Tell($"report: {Told.Of(report, message)}")); break;
                case ProducerCall.ProduceWithoutHandler: Produce(step.Target, message, null); break;
                case ProducerCall.ProduceWithThrowingHandler:
                    ForgetSwallowed();
                    Produce(step.Target, message, report => TellAndThrow(report, message));
                    AwaitSwallowed();
                    break;
                case ProducerCall.ProduceAsync: Await(() => ProduceAsync(step.Target, message, default), message, default); break;
                case ProducerCall.ProduceAsyncWithToken: Await(() => ProduceAsync(step.Target, message, live.Token), message, live.Token); break;
                case ProducerCall.ProduceAsyncCancelled:
                    live.Cancel();
                    Await(() => ProduceAsync(step.Target, message, live.Token), message, live.Token);
                    break;
                case ProducerCall.Burst: Array.ForEach(new int[5], _ => Produce(step.Target, message, report => Tell($"report: {Told.Of(report, message)}"))); break;
                case ProducerCall.FlushForSomeTime: Tell($"flushed: {_producer.Flush(Patience)}"); break;
                case ProducerCall.FlushUntilCancelled: _producer.Flush(live.Token); break;
                default: _producer.Poll(TimeSpan.Zero); break;
            }
        }
#pragma warning disable CA1031 // Whatever is thrown is what is compared.
        catch (Exception e)
        {
            Tell($"thrown: {Told.Of(e, message)}");
        }

        // The step has ended before the next begins, cancelled or not.
        Flush();
        _cluster.ClearRequestErrors(KafkaApi.Produce);
        Tell($"message afterwards: {Told.Of(message)}; all headers: {Told.All(HeadersOf(message))}, {(ReferenceEquals(headers, HeadersOf(message)) ? "the same" : "others")}; shared: {Told.All(_shared)}");
    }

    /// <summary>
    /// Confluent.Kafka keeps what a handler has thrown in a field that its poll thread and Flush read twice and clear, so that a Flush at the same
    /// time makes either of them fail, and the poll thread end for good: no Flush before the poll thread has told the error handler.
    /// </summary>
    private void AwaitSwallowed() => Assert.True(_swallowed.Wait(Patience), "The error handler is told of a handler that throws.");

    /// <summary>A Flush may have told of the same one again.</summary>
    private void ForgetSwallowed()
    {
        while (_swallowed.Wait(0))
        {
        }
    }

    private void Hear(Error error)
    {
        _errors.TryAdd($"{error.Code} {error.Reason.Split('\n')[0]}", true);
        if (error.Code == ErrorCode.Local_Application)
        {
            _swallowed.Release();
        }
    }

    private void Flush()
    {
        try
        {
            _producer.Flush(Patience);
        }
        catch (NullReferenceException)
        {
            // The poll thread cleared the field in between, which was the last that it did with it.
            _producer.Flush(Patience);
        }
    }

    private static Headers? HeadersOf(Message<string, string>? message) => message?.Headers;

    private void TellAndThrow(DeliveryReport<string, string> report, Message<string, string> message)
    {
        Tell($"report, throws: {Told.Of(report, message)}");
        throw new FormatException("of the handler");
    }

    private void Produce(Target target, Message<string, string> message, Action<DeliveryReport<string, string>>? handler)
    {
        if (PartitionOf(target) is { } partition)
        {
            _producer.Produce(partition, message, handler);
        }
        else if (target == Target.NullPartition)
        {
            _producer.Produce((TopicPartition)null!, message, handler);
        }
        else
        {
            _producer.Produce(target == Target.NullTopic ? null : Topic, message, handler);
        }
    }

    private Task<DeliveryResult<string, string>> ProduceAsync(Target target, Message<string, string> message, CancellationToken token) =>
        PartitionOf(target) is { } partition ? _producer.ProduceAsync(partition, message, token)
        : target == Target.NullPartition ? _producer.ProduceAsync((TopicPartition)null!, message, token)
        : _producer.ProduceAsync(target == Target.NullTopic ? null : Topic, message, token);

    private void Await(Func<Task<DeliveryResult<string, string>>> send, Message<string, string> message, CancellationToken token)
    {
        var task = send();
        try
        {
            Tell($"result: {Told.Of(task.WaitAsync(Patience, CancellationToken.None).GetAwaiter().GetResult(), message)}");
        }
        catch (Exception e)
        {
            Tell($"{task.Status}: {Told.Of(e, message, token)}");
        }
    }
#pragma warning restore CA1031

    private static TopicPartition? PartitionOf(Target target) => target switch
    {
        Target.Partition => new(Topic, 0),
        Target.AnyPartition => new(Topic, Partition.Any),
        Target.NoSuchPartition => new(Topic, 99),
        _ => null,
    };

    private Message<string, string> MessageOf(Content content) => _previous = content switch
    {
        Content.Nulls => new() { Key = null!, Value = null! },
        Content.SharedHeaders => new() { Key = "k", Value = "v", Headers = _shared },
        Content.NoHeaderValue => new() { Value = "v", Headers = new Headers { { "a", null } } },
        Content.GarbageInOurHeader => new() { Value = "v", Headers = new Headers { { Told.OurHeader, [1, 2] }, { "a", [1] } } },
        Content.SameObjectAgain => _previous,
        Content.TimestampOfItsOwn => new() { Value = "v", Timestamp = new Timestamp(1000, TimestampType.CreateTime) },
        Content.IllegalTimestamp => new() { Value = "v", Timestamp = new Timestamp(1000, TimestampType.LogAppendTime) },
        Content.NullMessage => null!,
        Content.KeySerializerThrows => new() { Key = MeddlingSerializer.Throw, Value = "v" },
        Content.ValueSerializerThrows => new() { Value = MeddlingSerializer.Throw, Headers = new Headers { { "a", [1] } } },
        Content.SerializerAddsHeader => new() { Key = MeddlingSerializer.Add, Value = MeddlingSerializer.Add, Headers = new Headers { { "a", [1] } } },
        Content.SerializerRemovesHeader => new() { Value = MeddlingSerializer.Remove, Headers = new Headers { { "a", [1] }, { "b", [2] } } },
        Content.TooLarge => new() { Value = new string('x', 20_000) },
        _ => new() { Key = "k", Value = "v" },
    };

    private void Tell(string line)
    {
        lock (_told)
        {
            _told.Add(line);
        }
    }
}
