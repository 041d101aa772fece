using Confluent.Kafka;
using Kafka.Sli.Probe.Embedded;
using Kafka.Sli.Tests.OnCluster;

namespace Kafka.Sli.Tests.Consuming;

/// <summary>Each test is named after what an instrumentation of consumers gets wrong easily; what is without us was seen to be so.</summary>
public sealed class ConsumerSurfaceTests : IDisposable
{
    private const string Topic = MeasuredCluster.Topic;

    private static readonly TimeSpan Patience = MeasuredCluster.Patience;

    private readonly MeasuredCluster _given = new();

    public void Dispose() => _given.Dispose();

    [Theory]
    [InlineData(Way.Wrapped)]
    [InlineData(Way.Built)]
    public void Name_is_readable_before_and_refused_after_close_as_without_us(Way way)
    {
        var expected = (WithoutNumber(NameAfterClose(Way.Without, isReadBefore: true)), NameAfterClose(Way.Without, isReadBefore: false));

        var actual = (WithoutNumber(NameAfterClose(way, isReadBefore: true)), NameAfterClose(way, isReadBefore: false));

        Assert.Equal(expected, actual);
        Assert.Equal(("rdkafka#consumer", nameof(ObjectDisposedException)), actual);
    }

    [Theory]
    [InlineData(Way.Without)]
    [InlineData(Way.Wrapped)]
    [InlineData(Way.Built)]
    public async Task End_of_partition_has_no_message_and_is_no_event(Way way)
    {
        await _given.FillAsync("a");
        using var consumer = _given.Consumer(way, c => c.EnablePartitionEof = true);
        consumer.Assign(new TopicPartitionOffset(Topic, 0, Offset.Beginning));

        Assert.Null(consumer.Consume(TimeSpan.Zero)?.Message?.Value);
        ConsumeResult<string, string>? result;
        do
        {
            result = consumer.Consume(TestContext.Current.CancellationToken);
        }
        while (!result.IsPartitionEOF);

        Assert.Null(result.Message);
        Assert.Throws<InvalidOperationException>(() => consumer.StoreOffset(result));
        Assert.Throws<InvalidOperationException>(() => consumer.Commit(result));
        Assert.Empty(_given.Measured.Of("kafka.sli.consume.errors"));

        // It is told with the offset of the next message, which is not a replay for that.
        await _given.FillAsync("b");
        MeasuredCluster.ConsumeUntil(consumer, () => consumer.Position(new TopicPartition(Topic, 0)) == 2);
        string?[] outcomes = way == Way.Without ? [] : ["backlog", null];
        Assert.Equal(outcomes, _given.Measured.Deliveries.Select(m => m["kafka.sli.outcome"]));
    }

    [Theory]
    [InlineData(Way.Without)]
    [InlineData(Way.Wrapped)]
    [InlineData(Way.Built)]
    public void A_token_ends_a_consume_that_has_nothing_and_that_is_no_error(Way way)
    {
        using var consumer = _given.Consumer(way);
        consumer.Assign(new TopicPartition(Topic, 0));
        using var cancellation = new CancellationTokenSource(TimeSpan.FromMilliseconds(250));

        var thrown = Assert.Throws<OperationCanceledException>(() => consumer.Consume(cancellation.Token));

        Assert.Equal(cancellation.Token, thrown.CancellationToken);
        Assert.Empty(_given.Measured.Of("kafka.sli.consume.errors"));
    }

    [Theory]
    [InlineData(Way.Without)]
    [InlineData(Way.Wrapped)]
    [InlineData(Way.Built)]
    public async Task GetWatermarkOffsets_is_cached_and_QueryWatermarkOffsets_goes_to_the_network(Way way)
    {
        await _given.FillAsync("a", "b");
        using var consumer = _given.Consumer(way);
        var partition = new TopicPartition(Topic, 0);
        _given.Brokers.StartRequestTracking();

        Assert.Equal((Offset.Unset, Offset.Unset), Of(consumer.GetWatermarkOffsets(partition)));
        Assert.DoesNotContain(_given.Brokers.TrackedRequests(), r => r.Api == KafkaApi.ListOffsets);
        Assert.Equal((0, 2), Of(consumer.QueryWatermarkOffsets(partition, Patience)));
        Assert.Contains(_given.Brokers.TrackedRequests(), r => r.Api == KafkaApi.ListOffsets);

        static (Offset Low, Offset High) Of(WatermarkOffsets offsets) => (offsets.Low, offsets.High);
    }

    [Theory]
    [InlineData(Way.Without)]
    [InlineData(Way.Wrapped)]
    [InlineData(Way.Built)]
    public async Task Automatic_commits_show_only_in_the_handler_and_manual_ones_never_do(Way way)
    {
        await _given.FillAsync("a");
        var handled = new List<(IConsumer<string, string> Consumer, CommittedOffsets Offsets)>();
        using var consumer = _given.Consumer(
            way, c => (c.EnableAutoCommit, c.AutoCommitIntervalMs) = (true, 400), b => b.SetOffsetsCommittedHandler((c, o) => handled.Add((c, o))));
        consumer.Assign(new TopicPartitionOffset(Topic, 0, Offset.Beginning));

        Assert.Equal("a", MeasuredCluster.Next(consumer).Message.Value);
        consumer.Commit([new TopicPartitionOffset(Topic, 0, 0)]);
        MeasuredCluster.ConsumeUntil(consumer, () => handled.Count > 0);

        Assert.All(handled, h => Assert.Equal(1, Assert.Single(h.Offsets.Offsets).Offset.Value));
        Assert.All(handled, h => Assert.Equal(way != Way.Wrapped, ReferenceEquals(consumer, h.Consumer)));
        Assert.Equal(way == Way.Without ? 0 : 1, _given.Measured.Of("kafka.sli.offset_commit.duration").Count);
        Assert.Equal(way == Way.Built ? handled.Count : 0, _given.Measured.Of("kafka.sli.offset_commit.automatic").Count);
    }

    [Theory]
    [InlineData(Way.Without)]
    [InlineData(Way.Wrapped)]
    [InlineData(Way.Built)]
    public void Statistics_are_off_unless_asked_for(Way way)
    {
        var quiet = 0;
        var asked = new List<(IConsumer<string, string> Consumer, string Json)>();
        using var first = _given.Consumer(way, handle: b => b.SetStatisticsHandler((_, _) => quiet++));
        using var second = _given.Consumer(way, c => c.StatisticsIntervalMs = 100, b => b.SetStatisticsHandler((c, json) => asked.Add((c, json))));

        MeasuredCluster.ConsumeUntil(second, () => asked.Count >= 3);
        first.Consume(TimeSpan.FromMilliseconds(100));

        Assert.Equal(0, quiet);
        Assert.All(asked, s => Assert.StartsWith("{", s.Json, StringComparison.Ordinal));
        Assert.All(asked, s => Assert.Equal(way != Way.Wrapped, ReferenceEquals(second, s.Consumer)));
    }

    private string NameAfterClose(Way way, bool isReadBefore)
    {
        using var consumer = _given.Consumer(way);
        if (isReadBefore)
        {
            Assert.NotEmpty(consumer.Name);
        }

        consumer.Close();
        try
        {
            return consumer.Name;
        }
        catch (ObjectDisposedException e)
        {
            return e.GetType().Name;
        }
    }

    private static string WithoutNumber(string name) => name[..name.LastIndexOf('-')];
}
