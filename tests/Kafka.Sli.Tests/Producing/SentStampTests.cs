using System.Buffers.Binary;
using Confluent.Kafka;
using Microsoft.Extensions.Time.Testing;

namespace Kafka.Sli.Tests.Producing;

public sealed class SentStampTests : IDisposable
{
    private const string Stamp = "kafka-sli-sent";

    private readonly Given _given = new(o => o.TopicsWithoutStamp.Add("foreign"));
    private readonly StubProducer<string, string> _stub = new();
    private readonly IProducer<string, string> _producer;

    public SentStampTests() => _producer = _stub.WithSli(_given.Sli);

    public void Dispose() => _given.Dispose();

    [Fact]
    public void It_is_version_microseconds_and_topic_hash_in_13_bytes()
    {
        _producer.Produce("orders", new Message<string, string>());

        var stamp = Assert.Single(_stub.Last!.Headers, h => h.Key == Stamp).GetValueBytes();
        Assert.Equal(13, stamp.Length);
        Assert.Equal(1, stamp[0]);
        Assert.Equal(_given.Time.GetUtcNow().ToUnixTimeMilliseconds() * 1000, BinaryPrimitives.ReadInt64BigEndian(stamp.AsSpan(1)));

        // FNV-1a of "orders", computed by its published definition: offset basis 2166136261, prime 16777619.
        Assert.Equal("orders".Aggregate(2166136261, (hash, c) => unchecked((hash ^ c) * 16777619)), BinaryPrimitives.ReadUInt32BigEndian(stamp.AsSpan(9)));
    }

    [Fact]
    public void It_tells_the_intended_start_where_one_is_given()
    {
        var producer = Assert.IsType<Kafka.Sli.Producing.SliProducer<string, string>>(_producer);
        var due = _given.Time.GetTimestamp();
        var dueAt = _given.Time.GetUtcNow();
        _given.Passes(0.75);

        producer.Produce(new TopicPartition("orders", 0), new Message<string, string>(), null, due);

        Assert.Equal(dueAt.ToUnixTimeMilliseconds() * 1000, BinaryPrimitives.ReadInt64BigEndian(_stub.Last!.Headers.GetLastBytes(Stamp).AsSpan(1)));
    }

    [Fact]
    public void A_thread_that_waits_for_its_turn_between_its_looks_at_two_clocks_does_not_date_messages_wrong()
    {
        var time = new InterruptedClock();
        using var sli = KafkaSli.Create(new KafkaSliOptions { TimeProvider = time });
        using var producer = _stub.WithSli(sli);
        var calledAt = time.GetUtcNow();
        time.IsToInterrupt = true;

        producer.Produce("orders", new Message<string, string>());

        Assert.False(time.IsToInterrupt);
        Assert.Equal(calledAt.ToUnixTimeMilliseconds() * 1000, BinaryPrimitives.ReadInt64BigEndian(_stub.Last!.Headers.GetLastBytes(Stamp).AsSpan(1)));
    }

    [Fact]
    public void The_applications_message_and_its_headers_stay_as_they_were()
    {
        var headers = new Headers { { "mine", [1] } };
        var message = new Message<string, string> { Key = "k", Value = "v", Headers = headers, Timestamp = new Timestamp(5, TimestampType.CreateTime) };

        _producer.Produce("orders", message);

        Assert.Same(headers, message.Headers);
        Assert.Equal(["mine"], headers.Select(h => h.Key));
        Assert.Equal(["mine", Stamp], _stub.Last!.Headers.Select(h => h.Key));
        Assert.Equal(("k", "v", 5), (_stub.Last.Key, _stub.Last.Value, _stub.Last.Timestamp.UnixTimestampMs));
    }

    [Fact]
    public void The_stamp_of_an_earlier_journey_is_replaced_and_not_joined_by_a_second()
    {
        var received = new Message<string, string> { Headers = new Headers { { Stamp, [9] }, { "mine", [1] }, { Stamp, [8] } } };

        _producer.Produce("orders", received);
        _producer.Produce("orders", received);

        Assert.Equal(["mine", Stamp], _stub.Last!.Headers.Select(h => h.Key));
        Assert.Equal(13, _stub.Last.Headers.GetLastBytes(Stamp).Length);
    }

    [Fact]
    public void Headers_that_a_serializer_writes_reach_the_applications_message_as_they_do_without_us()
    {
        var message = new Message<string, string> { Headers = new Headers { { "a", [1] }, { "schema", [1] } } };
        _stub.OnProduce = (sent, _) =>
        {
            sent.Headers.Remove("schema");
            sent.Headers.Add("schema", [2]);
        };

        _producer.Produce("orders", message);

        Assert.Equal(["a", "schema"], message.Headers.Select(h => h.Key));
        Assert.Equal([2], message.Headers.GetLastBytes("schema"));
    }

    [Fact]
    public void Headers_that_a_serializer_removes_are_removed_from_the_applications_message()
    {
        var message = new Message<string, string> { Headers = new Headers { { "a", [1] }, { "b", [1] } } };
        _stub.OnProduce = (sent, _) => sent.Headers.Remove("b");

        _producer.Produce("orders", message);

        Assert.Equal(["a"], message.Headers.Select(h => h.Key));
    }

    [Fact]
    public void A_serializer_may_remove_all_headers()
    {
        var message = new Message<string, string> { Headers = new Headers { { "a", [1] } } };
        _stub.OnProduce = (sent, _) =>
        {
            sent.Headers.Remove("a");
            sent.Headers.Remove(Stamp);
        };

        _producer.Produce("orders", message);

        Assert.Empty(message.Headers);
        Assert.Equal(0, Assert.Single(_given.Measured.Observe("kafka.sli.internal.errors")).Value);
    }

    [Fact]
    public async Task What_the_application_adds_between_call_and_acknowledgement_stays()
    {
        var acknowledged = new TaskCompletionSource<DeliveryResult<string, string>>();
        _stub.OnProduceAsync = (sent, _) =>
        {
            sent.Headers.Add("schema", [1]);
            return acknowledged.Task;
        };
        var headers = new Headers { { "a", [1] } };

        var task = _producer.ProduceAsync("orders", new Message<string, string> { Headers = headers });
        Assert.Equal(["a", "schema"], headers.Select(h => h.Key));
        headers.Add("hop", [2]);
        acknowledged.SetResult(new DeliveryResult<string, string> { Status = PersistenceStatus.Persisted });
        await task;

        Assert.Equal(["a", "schema", "hop"], headers.Select(h => h.Key));
    }

    [Fact]
    public async Task What_an_asynchronous_serializer_adds_reaches_the_applications_message()
    {
        _stub.OnProduceAsync = async (sent, _) =>
        {
            await Task.Yield();
            sent.Headers.Add("schema", [1]);
            return new DeliveryResult<string, string> { Status = PersistenceStatus.Persisted };
        };
        var message = new Message<string, string> { Headers = new Headers { { "a", [1] } } };

        await _producer.ProduceAsync("orders", message);

        Assert.Equal(["a", "schema"], message.Headers.Select(h => h.Key));
    }

    [Fact]
    public async Task Headers_shared_by_sends_of_one_thread_are_written_to_by_that_thread_alone()
    {
        _stub.OnProduceAsync = async (sent, _) =>
        {
            sent.Headers.Remove("schema");
            sent.Headers.Add("schema", [1]);
            await Task.Yield();
            return new DeliveryResult<string, string> { Status = PersistenceStatus.Persisted };
        };
        var headers = new Headers { { "a", [1] }, { "b", [1] } };
        var tasks = new List<Task>();

        for (var i = 0; i < 5_000; i++)
        {
            _stub.Calls.Clear();
            tasks.Add(_producer.ProduceAsync("orders", new Message<string, string> { Headers = headers }));
            Assert.Equal(["a", "b", "schema"], headers.Select(h => h.Key));
        }

        await Task.WhenAll(tasks);
        Assert.Equal(0, Assert.Single(_given.Measured.Observe("kafka.sli.internal.errors")).Value);
    }

    [Fact]
    public async Task The_result_of_a_client_without_delivery_reports_holds_the_applications_own_message()
    {
        var message = new Message<string, string>();

        var result = await _producer.ProduceAsync("orders", message);

        Assert.Same(message, result.Message);
    }

    [Fact]
    public void The_exception_holds_the_applications_own_message()
    {
        var message = new Message<string, string>();
        _stub.OnProduce = (sent, _) => throw new ProduceException<string, string>(
            new Error(ErrorCode.MsgSizeTooLarge), new DeliveryResult<string, string> { Message = sent });

        var thrown = Assert.Throws<ProduceException<string, string>>(() => _producer.Produce("orders", message));

        Assert.Same(message, thrown.DeliveryResult.Message);
    }

    [Fact]
    public async Task Headers_shared_by_many_threads_are_never_written_to()
    {
        var shared = new Headers { { "service", [1] } };

        await Parallel.ForAsync(0, 20_000, TestContext.Current.CancellationToken, async (_, _) =>
        {
            using var stub = new StubProducer<string, string>();
            await stub.WithSli(_given.Sli).ProduceAsync("orders", new Message<string, string> { Headers = shared }, CancellationToken.None);
            Assert.Equal(2, stub.Last!.Headers.Count);
        });

        Assert.Single(shared);
        Assert.Equal(0, Assert.Single(_given.Measured.Observe("kafka.sli.internal.errors")).Value);
    }

    [Fact]
    public void It_can_be_switched_off_by_topic_and_by_client()
    {
        var message = new Message<string, string>();
        _producer.Produce("foreign", message);
        Assert.Same(message, _stub.Last);

        _stub.WithSli(_given.Sli, new SliClientOptions { SentStamp = false }).Produce("orders", message);
        Assert.Same(message, _stub.Last);
    }

    [Fact]
    public void A_message_of_a_derived_type_is_handed_on_as_it_is()
    {
        var message = new Special();

        _producer.Produce("orders", message);

        Assert.Same(message, _stub.Last);
        Assert.Null(message.Headers);
    }

    private sealed class Special : Message<string, string>;

    /// <summary>Takes the turn from whoever looks at its wall time, once.</summary>
    private sealed class InterruptedClock : TimeProvider
    {
        private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));

        public bool IsToInterrupt { get; set; }

        public override long TimestampFrequency => _time.TimestampFrequency;

        public override long GetTimestamp() => _time.GetTimestamp();

        public override DateTimeOffset GetUtcNow()
        {
            if (IsToInterrupt)
            {
                IsToInterrupt = false;
                _time.Advance(TimeSpan.FromMilliseconds(50));
            }

            return _time.GetUtcNow();
        }
    }
}
