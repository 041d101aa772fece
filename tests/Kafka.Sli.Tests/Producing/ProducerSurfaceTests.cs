using System.Diagnostics;
using Confluent.Kafka;
using Kafka.Sli.Tests.OnCluster;

namespace Kafka.Sli.Tests.Producing;

/// <summary>Each test is named after what an instrumentation of producers gets wrong easily; what is without us was seen to be so.</summary>
public sealed class ProducerSurfaceTests : IDisposable
{
    private const string Topic = MeasuredCluster.Topic;

    private static readonly TimeSpan Patience = MeasuredCluster.Patience;

    private readonly MeasuredCluster _given = new();

    public void Dispose() => _given.Dispose();

    [Theory]
    [InlineData(Way.Without, false)]
    [InlineData(Way.Without, true)]
    [InlineData(Way.Wrapped, false)]
    [InlineData(Way.Wrapped, true)]
    [InlineData(Way.Built, false)]
    [InlineData(Way.Built, true)]
    public async Task A_cancelled_ProduceAsync_was_still_written_with_a_token_cancelled_beforehand_too(Way way, bool beforehand)
    {
        using var producer = _given.Producer(way);
        using var cancellation = new CancellationTokenSource();
        _given.Brokers.SetRoundTripTime(TimeSpan.FromMilliseconds(300));
        if (beforehand)
        {
            await cancellation.CancelAsync();
        }

        var sent = producer.ProduceAsync(Topic, new() { Value = "cancelled" }, cancellation.Token);
        await cancellation.CancelAsync();
        var thrown = await Assert.ThrowsAsync<TaskCanceledException>(() => sent);
        producer.Flush(Patience);
        _given.Brokers.SetRoundTripTime(TimeSpan.Zero);

        Assert.True(sent.IsCanceled);
        Assert.Equal(CancellationToken.None, thrown.CancellationToken);
        Assert.Equal(["cancelled"], _given.Read());

        // Who built the client follows the message to its report; who wrapped it lost sight of it.
        string?[] outcomes = way switch { Way.Without => [], Way.Wrapped => ["unknown"], _ => [null] };
        Assert.Equal(outcomes, _given.Measured.Produces.Select(m => m["kafka.sli.outcome"]));
    }

    [Theory]
    [InlineData(Way.Without)]
    [InlineData(Way.Wrapped)]
    [InlineData(Way.Built)]
    public async Task A_message_that_is_refused_is_refused_and_not_cancelled_with_a_token_cancelled_beforehand_too(Way way)
    {
        using var producer = _given.Producer(way, handle: b => b.SetValueSerializer(new Broken()));

        var sent = producer.ProduceAsync(Topic, new() { Value = "v" }, new CancellationToken(canceled: true));

        var thrown = await Assert.ThrowsAsync<ProduceException<string, string>>(() => sent);
        Assert.Equal(ErrorCode.Local_ValueSerialization, thrown.Error.Code);
    }

    [Theory]
    [InlineData(Way.Without)]
    [InlineData(Way.Wrapped)]
    [InlineData(Way.Built)]
    public async Task An_asynchronous_serializer_works_with_ProduceAsync_and_is_refused_by_Produce(Way way)
    {
        using var producer = _given.Producer(way, handle: b => b.SetValueSerializer(new Asynchronous()));

        await producer.ProduceAsync(Topic, new() { Value = "v" }, TestContext.Current.CancellationToken);
        var thrown = Assert.Throws<ProduceException<string, string>>(() => producer.Produce(Topic, new() { Value = "w" }));

        Assert.Equal(ErrorCode.Local_ValueSerialization, thrown.Error.Code);
        Assert.IsType<InvalidOperationException>(thrown.InnerException);
        Assert.Equal(["v"], _given.Read());
    }

    [Theory]
    [InlineData(Way.Without, true)]
    [InlineData(Way.Without, false)]
    [InlineData(Way.Wrapped, true)]
    [InlineData(Way.Wrapped, false)]
    [InlineData(Way.Built, true)]
    [InlineData(Way.Built, false)]
    public async Task An_asynchronous_serializer_that_the_client_makes_itself_works_with_ProduceAsync(Way way, bool isOfKey)
    {
        using var producer = _given.Producer(
            way, handle: b => _ = isOfKey ? b.SetKeySerializerBuilder(new BuilderOfAsynchronous()) : b.SetValueSerializerBuilder(new BuilderOfAsynchronous()));

        await producer.ProduceAsync(Topic, new() { Key = "k", Value = "v" }, TestContext.Current.CancellationToken);

        Assert.Equal(["v"], _given.Read());
    }

    [Theory]
    [InlineData(Way.Without)]
    [InlineData(Way.Wrapped)]
    [InlineData(Way.Built)]
    public async Task A_users_delivery_handler_that_throws_is_swallowed_by_the_poll_thread_and_stays_so(Way way)
    {
        var told = new TaskCompletionSource<Error>(TaskCreationOptions.RunContinuationsAsynchronously);
        using var producer = _given.Producer(way, handle: b => b.SetErrorHandler((_, e) => told.TrySetResult(e)));

        producer.Produce(Topic, new() { Value = "v" }, _ => throw new InvalidTimeZoneException("the user's"));
        var error = await told.Task.WaitAsync(Patience, TestContext.Current.CancellationToken);

        Assert.Equal(ErrorCode.Local_Application, error.Code);
        Assert.Contains("the user's", error.Reason, StringComparison.Ordinal);
        await producer.ProduceAsync(Topic, new() { Value = "w" }, TestContext.Current.CancellationToken);
        Assert.All(_given.Measured.Produces, m => Assert.Null(m["kafka.sli.outcome"]));
        Assert.All(_given.Measured.Observe("kafka.sli.internal.errors"), m => Assert.Equal(0, m.Value));
    }

    [Theory]
    [InlineData(Way.Without)]
    [InlineData(Way.Wrapped)]
    [InlineData(Way.Built)]
    public void EnableBackgroundPoll_off_moves_handlers_to_the_callers_thread(Way way)
    {
        var threads = new List<int>();
        using var producer = _given.Producer(way, c => c.EnableBackgroundPoll = false);

        var watch = Stopwatch.StartNew();
        producer.Produce(Topic, new() { Value = "v" }, _ => threads.Add(Environment.CurrentManagedThreadId));
        var served = 0;
        while (threads.Count == 0 && watch.Elapsed < Patience)
        {
            served = producer.Poll(TimeSpan.FromMilliseconds(100));
        }

        Assert.Equal(1, served);
        producer.Produce(Topic, new() { Value = "w" }, _ => threads.Add(Environment.CurrentManagedThreadId));
        Assert.Equal(0, producer.Flush(Patience));
        Assert.Equal([Environment.CurrentManagedThreadId, Environment.CurrentManagedThreadId], threads);
    }

    [Theory]
    [InlineData(Way.Without)]
    [InlineData(Way.Wrapped)]
    [InlineData(Way.Built)]
    public void After_disposal_tasks_stay_pending_and_count_as_abandoned(Way way)
    {
        _given.Brokers.AllBrokersDown();
        var reports = 0;
        Task sent;
        using (var producer = _given.Producer(way))
        {
            sent = producer.ProduceAsync(Topic, new() { Value = "v" }, TestContext.Current.CancellationToken);
            producer.Produce(Topic, new() { Value = "w" }, _ => reports++);
        }

        Assert.False(sent.IsCompleted);
        Assert.Equal(0, reports);
        string[] outcomes = way == Way.Without ? [] : ["abandoned", "abandoned"];
        Assert.Equal(outcomes, _given.Measured.Produces.Select(m => m["kafka.sli.outcome"]));
    }

    [Theory]
    [InlineData(Way.Wrapped)]
    [InlineData(Way.Built)]
    public async Task Sending_a_message_again_or_on_replaces_our_header_and_never_appends(Way way)
    {
        using var producer = _given.Producer(way);
        using var consumer = _given.Consumer(Way.Without);
        var message = new Message<string, string> { Value = "v", Headers = new Headers { { "theirs", [1] } } };

        await producer.ProduceAsync(Topic, message, TestContext.Current.CancellationToken);
        var sent = await producer.ProduceAsync(Topic, message, TestContext.Current.CancellationToken);
        consumer.Assign(new TopicPartitionOffset(Topic, 0, 1));
        var read = MeasuredCluster.Next(consumer);
        await producer.ProduceAsync(Topic, new() { Value = "v", Headers = read.Message.Headers }, TestContext.Current.CancellationToken);
        await producer.ProduceAsync(Topic, new() { Value = "v", Headers = sent.Message.Headers }, TestContext.Current.CancellationToken);

        Assert.Equal(["theirs"], message.Headers.Select(h => h.Key));
        consumer.Assign(new TopicPartitionOffset(Topic, 0, Offset.Beginning));
        for (var i = 0; i < 4; i++)
        {
            Assert.Equal(["theirs", "kafka-sli-sent"], MeasuredCluster.Next(consumer).Message.Headers.Select(h => h.Key));
        }
    }

    private sealed class Broken : ISerializer<string>
    {
        public byte[] Serialize(string data, SerializationContext context) => throw new FormatException("broken");
    }

    private sealed class BuilderOfAsynchronous : IAsyncSerializerBuilder<string>
    {
        public IAsyncSerializer<string> Build(IEnumerable<KeyValuePair<string, string>> config, bool isKey) => new Asynchronous();
    }

    private sealed class Asynchronous : IAsyncSerializer<string>
    {
        public async Task<byte[]> SerializeAsync(string data, SerializationContext context)
        {
            await Task.Yield();
            return Serializers.Utf8.Serialize(data, context);
        }
    }
}
