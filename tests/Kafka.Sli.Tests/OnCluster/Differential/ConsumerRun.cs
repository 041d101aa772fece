using Confluent.Kafka;
using Kafka.Sli.Probe.Embedded;

namespace Kafka.Sli.Tests.OnCluster.Differential;

/// <summary>One consumer, which makes the calls of a script one after the other and tells what came of each.</summary>
internal sealed class ConsumerRun : IDisposable
{
    public const int Messages = 60;

    private const string Topic = "orders";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly string?[] Values = ["v", null, MeddlingSerializer.Throw, MeddlingSerializer.Remove, ""];

    private readonly EmbeddedCluster _cluster = EmbeddedCluster.Start(brokers: 1);
    private readonly IConsumer<string, string> _consumer;
    private ConsumeResult<string, string> _last = new();

    /// <summary>Where the next message is to come from; <see langword="null"/> while none is to come.</summary>
    private TopicPartition? _reading;
    private TopicPartition? _assigned;

    public ConsumerRun(Func<ConsumerConfig, ConsumerBuilder<string, string>> builder, Func<IConsumer<string, string>, IConsumer<string, string>> wrap)
    {
        _cluster.CreateTopic(Topic, partitions: 2);
        Fill();
        _consumer = wrap(builder(new ConsumerConfig
        {
            BootstrapServers = _cluster.BootstrapServers,
            GroupId = "billing",
            EnablePartitionEof = true,
            EnableAutoCommit = false,
            EnableAutoOffsetStore = false,
            AutoOffsetReset = AutoOffsetReset.Earliest,
            FetchWaitMaxMs = 5,
        })
            .SetKeyDeserializer(new MeddlingDeserializer())
            .SetValueDeserializer(new MeddlingDeserializer())
            .SetLogHandler((_, _) => { })
            .SetErrorHandler((_, _) => { })
            .SetPartitionsAssignedHandler((_, _) => throw new InvalidOperationException("no group here"))
            .Build());
    }

    public int Steps { get; private set; }

    public int Read { get; private set; }

    public IReadOnlyList<string> Make(IEnumerable<ConsumerStep> steps)
    {
        var told = new List<string>();
        foreach (var step in steps)
        {
            Steps++;
            string came;
            try
            {
                came = Make(step);
            }
#pragma warning disable CA1031 // Whatever is thrown is what is compared.
            catch (Exception e)
#pragma warning restore CA1031
            {
                came = $"thrown: {Told.Of(e, null)}";
            }

            told.Add($"{step}: {came}");
        }

        return told;
    }

    public string Close()
    {
        _consumer.Close();
        _consumer.Dispose();
        return Record.Exception(() => _consumer.Consume(0)) is { } refusal ? Told.Of(refusal, null) : "goes on";
    }

    public void Dispose()
    {
        _consumer.Dispose();
        _cluster.Dispose();
    }

    private string Make(ConsumerStep step)
    {
        var partition = new TopicPartition(Topic, step.Partition);
        var at = new TopicPartitionOffset(partition, step.Offset);
        switch (step.Call)
        {
            case ConsumerCall.AssignOnePartition: return Assign(partition, () => _consumer.Assign(partition));
            case ConsumerCall.AssignOneOffset: return Assign(partition, () => _consumer.Assign(at));
            case ConsumerCall.AssignPartitions: return Assign(partition, () => _consumer.Assign([partition]));
            case ConsumerCall.AssignOffsets: return Assign(partition, () => _consumer.Assign([at]));
            case ConsumerCall.Unassign: return Unassign();
            case ConsumerCall.IncrementalAssignAndUnassign: return Incrementally(at);
            case ConsumerCall.Seek: return Seek(at);
            case ConsumerCall.SeekToEnd: return Seek(new(partition, Messages));
            case ConsumerCall.SeekWithoutAssignment: return Done(() => _consumer.Seek(new(Topic, 99, 0)));
            case ConsumerCall.PauseAndResume: return PauseAndResume(at);
            case ConsumerCall.Consume: return Consume(() => _consumer.Consume(Patience));
            case ConsumerCall.ConsumeForMilliseconds: return Consume(() => _consumer.Consume((int)Patience.TotalMilliseconds));
            case ConsumerCall.ConsumeUntilCancelled: return Consume(() => _consumer.Consume(CancellationToken.None));
            case ConsumerCall.ConsumeCancelled: return Told.Of(_consumer.Consume(new CancellationToken(canceled: true)));
            case ConsumerCall.StoreOffset: return Done(() => _consumer.StoreOffset(at));
            case ConsumerCall.StoreOffsetOfResult: return Done(() => _consumer.StoreOffset(_last));
            case ConsumerCall.StoreOffsetWithoutAssignment: return Done(() => _consumer.StoreOffset(new TopicPartitionOffset(Topic, 99, 1)));
            case ConsumerCall.StoreOffsetOfNothing: return Done(() => _consumer.StoreOffset(new ConsumeResult<string, string>()));
            case ConsumerCall.Commit: return string.Join(',', _consumer.Commit());
            case ConsumerCall.CommitOffsets: return Done(() => _consumer.Commit([at]));
            case ConsumerCall.CommitNoOffsets: return Done(() => _consumer.Commit([]));
            case ConsumerCall.CommitResult: return Done(() => _consumer.Commit(_last));
            case ConsumerCall.CommitNothing: return Done(() => _consumer.Commit(new ConsumeResult<string, string>()));
            case ConsumerCall.CommitRefused:
                _cluster.PushRequestErrors(KafkaApi.OffsetCommit, ErrorCode.GroupAuthorizationFailed);
                return Done(() => _consumer.Commit([at]));
            case ConsumerCall.CommitStoredRefused:
                return Refused(() => CommitStored(step.Offset));
            case ConsumerCall.CommitResultRefused: return Refused(() => _consumer.Commit(_last));
            case ConsumerCall.Committed: return string.Join(',', _consumer.Committed([partition], Patience));
            case ConsumerCall.Position: return partition == _assigned ? _consumer.Position(partition).ToString() : "may still be there";
            case ConsumerCall.OffsetsForTimes: return string.Join(',', _consumer.OffsetsForTimes([new(partition, new Timestamp(1, TimestampType.CreateTime))], Patience));
            case ConsumerCall.QueryWatermarks: return _consumer.QueryWatermarkOffsets(partition, Patience).ToString();
            case ConsumerCall.Assignment: return string.Join(',', _consumer.Assignment);
            case ConsumerCall.Subscription: return string.Join(',', _consumer.Subscription);
            default: return _consumer.ConsumerGroupMetadata.GetType().Name;
        }
    }

    private void CommitStored(int offset)
    {
        if (_assigned is not null)
        {
            _consumer.StoreOffset(new TopicPartitionOffset(_assigned, offset));
        }

        _consumer.Commit();
    }

    /// <summary>The broker refuses it, if it comes to that.</summary>
    private string Refused(Action call)
    {
        _cluster.PushRequestErrors(KafkaApi.OffsetCommit, ErrorCode.GroupAuthorizationFailed);
        try
        {
            return Done(call);
        }
        finally
        {
            _cluster.ClearRequestErrors(KafkaApi.OffsetCommit);
        }
    }

    private static string Done(Action call)
    {
        call();
        return "done";
    }

    /// <summary>The client begins to fetch some time after the call. With a first message it has, and answers the same each time.</summary>
    private string Assign(TopicPartition partition, Action call)
    {
        call();
        (_assigned, _reading) = (partition, partition);
        return Consume(() => _consumer.Consume(Patience));
    }

    private string Unassign()
    {
        _consumer.Unassign();
        (_assigned, _reading) = (null, null);
        return "done";
    }

    private string Seek(TopicPartitionOffset at)
    {
        _consumer.Seek(at);
        _reading = _assigned;
        return "done";
    }

    /// <summary>The result is the same each time only where something is to come: else the call would wait in vain.</summary>
    private string Consume(Func<ConsumeResult<string, string>> consume)
    {
        if (_reading is null)
        {
            return Told.Of(_consumer.Consume(0));
        }

        Read++;
        var result = consume();
        if (result.IsPartitionEOF)
        {
            // It is told once.
            _reading = null;
        }
        else
        {
            _last = result;
        }

        return Told.Of(result);
    }

    /// <summary>Now and then with a look at what comes meanwhile: nothing. The client takes its time to go on after that.</summary>
    private string PauseAndResume(TopicPartitionOffset at)
    {
        _consumer.Pause([at.TopicPartition]);
        var meanwhile = at.TopicPartition == _assigned && at.Offset % 5 == 0 ? Told.Of(_consumer.Consume(20)) : "not asked";
        _consumer.Resume([at.TopicPartition]);
        if (at.TopicPartition == _assigned)
        {
            // The end too is told anew, up to a second later.
            _reading = _assigned;
        }

        return meanwhile;
    }

    private string Incrementally(TopicPartitionOffset at)
    {
        Unassign();
        _consumer.IncrementalAssign([at]);
        var assigned = string.Join(',', _consumer.Assignment);
        _consumer.IncrementalUnassign([at.TopicPartition]);
        return $"{assigned} -> {string.Join(',', _consumer.Assignment)}";
    }

    private void Fill()
    {
        using var producer = new ProducerBuilder<string, string>(new ProducerConfig { BootstrapServers = _cluster.BootstrapServers }).Build();
        for (var i = 0; i < 2 * Messages; i++)
        {
            producer.Produce(new TopicPartition(Topic, i % 2), new Message<string, string>
            {
                Key = "k",
                Value = Values[i / 2 % Values.Length]!,
                Timestamp = new Timestamp(1000 + i, TimestampType.CreateTime),
                Headers = new Headers { { "a", [1] }, { Told.OurHeader, [1, 2, 3] } },
            });
        }

        producer.Flush(Patience);
    }
}
