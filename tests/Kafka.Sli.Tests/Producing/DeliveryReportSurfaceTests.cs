using Confluent.Kafka;
using Kafka.Sli.Tests.OnCluster;

namespace Kafka.Sli.Tests.Producing;

/// <summary>What the client's reports and results hold, and what they leave out, is left as it is.</summary>
public sealed class DeliveryReportSurfaceTests : IDisposable
{
    private const string Topic = MeasuredCluster.Topic;

    private readonly MeasuredCluster _given = new();

    public void Dispose() => _given.Dispose();

    [Theory]
    [InlineData(Way.Wrapped)]
    [InlineData(Way.Built)]
    public async Task Results_are_the_clients_own_objects(Way way)
    {
        using var producer = _given.Producer(way);
        var message = new Message<string, string> { Key = "k", Value = "v", Headers = [] };

        var result = await producer.ProduceAsync(Topic, message, TestContext.Current.CancellationToken);
        var report = await ReportAsync(producer, message);

        foreach (var delivered in new[] { result, report })
        {
            Assert.NotSame(message, delivered.Message);
            Assert.NotSame(message.Headers, delivered.Message.Headers);
            Assert.Same(message.Key, delivered.Key);
            Assert.Same(message.Value, delivered.Value);
            Assert.Equal(["kafka-sli-sent"], delivered.Headers.Select(h => h.Key));
        }

        Assert.Equal(typeof(DeliveryResult<string, string>), result.GetType());
        Assert.Empty(message.Headers);
    }

    [Theory]
    [InlineData(Way.Wrapped, "all")]
    [InlineData(Way.Wrapped, "none")]
    [InlineData(Way.Wrapped, "key,headers")]
    [InlineData(Way.Built, "all")]
    [InlineData(Way.Built, "none")]
    [InlineData(Way.Built, "key,headers")]
    public async Task DeliveryReportFields_drop_what_they_drop_without_us(Way way, string fields)
    {
        var expected = await DeliveredAsync(Way.Without, fields);

        var actual = await DeliveredAsync(way, fields);

        Assert.Equal(expected, actual);
        Assert.All(_given.Measured.Produces, m => Assert.Null(m["kafka.sli.outcome"]));
        Assert.Equal(2, _given.Measured.Produces.Count);
    }

    [Theory]
    [InlineData(Way.Wrapped, null)]
    [InlineData(Way.Built, "unobserved")]
    public async Task Without_acknowledgements_a_success_is_only_possibly_persisted_and_known_to_be_so_by_who_built_it(Way way, string? outcome)
    {
        using var producer = _given.Producer(way, c => c.Acks = Acks.None);

        var result = await producer.ProduceAsync(Topic, new() { Value = "v" }, TestContext.Current.CancellationToken);
        var report = await ReportAsync(producer, new() { Value = "w" });

        Assert.Equal([PersistenceStatus.PossiblyPersisted, PersistenceStatus.PossiblyPersisted], [result.Status, report.Status]);
        Assert.Equal([outcome, outcome], _given.Measured.Produces.Select(m => m["kafka.sli.outcome"]));
    }

    [Theory]
    [InlineData(Way.Without)]
    [InlineData(Way.Wrapped)]
    [InlineData(Way.Built)]
    public async Task Without_delivery_reports_nothing_is_known_and_handlers_are_refused(Way way)
    {
        _given.Brokers.AllBrokersDown();
        using var producer = _given.Producer(way, c => c.EnableDeliveryReports = false);

        var message = new Message<string, string> { Value = "v" };
        var result = await producer.ProduceAsync(Topic, message, TestContext.Current.CancellationToken);
        producer.Produce(Topic, new() { Value = "w" });
        Assert.Throws<InvalidOperationException>(() => producer.Produce(Topic, new() { Value = "x" }, _ => { }));

        Assert.Equal(PersistenceStatus.NotPersisted, result.Status);
        Assert.Same(message, result.Message);
        string?[] outcomes = way == Way.Without ? [] : ["unobserved", "unobserved", "failed"];
        Assert.Equal(outcomes, _given.Measured.Produces.Select(m => m["kafka.sli.outcome"]));
    }

    private async Task<List<(string? Key, string? Value, int? Headers, PersistenceStatus Status, TimestampType Timestamp)>> DeliveredAsync(Way way, string fields)
    {
        using var producer = _given.Producer(way, c => c.DeliveryReportFields = fields);
        var message = new Message<string, string> { Key = "k", Value = "v" };
        DeliveryResult<string, string>[] delivered = [await producer.ProduceAsync(Topic, message), await ReportAsync(producer, message)];
        return [.. delivered.Select(d => (d.Key, d.Value, d.Headers?.Count(h => h.Key != "kafka-sli-sent"), d.Status, d.Timestamp.Type))];
    }

    private static Task<DeliveryReport<string, string>> ReportAsync(IProducer<string, string> producer, Message<string, string> message)
    {
        var delivered = new TaskCompletionSource<DeliveryReport<string, string>>(TaskCreationOptions.RunContinuationsAsynchronously);
        producer.Produce(Topic, message, delivered.SetResult);
        return delivered.Task.WaitAsync(MeasuredCluster.Patience);
    }
}
