using Kafka.Sli.Lab.Observing;

namespace Kafka.Sli.Lab.Accuracy;

[Collection(nameof(OneCluster))]
public sealed class ProduceAccuracyTests
{
    private const double PerSecond = 1_000;

    private static readonly TimeSpan Duration = TimeSpan.FromSeconds(10);

    private readonly SharedCluster _shared;

    public ProduceAccuracyTests(SharedCluster shared) => _shared = shared;

    [Theory]
    [InlineData(SendWay.Handler)]
    [InlineData(SendWay.Task)]
    public async Task What_is_recorded_of_a_send_is_what_its_caller_waited_for(SendWay way)
    {
        var cluster = await _shared.StartAsync();
        await using var clients = await MeasuredClients.StartAsync(cluster, "accuracy-produce", "produce: 99% < 1s as prompt");
        using var producer = clients.BuildProducer();
        await clients.WarmUpAsync(producer);
        using var delays = new OwnDelays();
        var load = new ObservedLoad(producer, clients.Name, clients.Partitions, way);

        load.Start(PerSecond);
        await Task.Delay(Duration, TestContext.Current.CancellationToken);
        load.Stop();

        var recorded = clients.Recorded.Of("kafka.sli.produce.duration").Skip(MeasuredClients.WarmUpSends).Select(m => m.Value).ToArray();
        var seen = load.Sends.Select(s => s.Latency).ToArray();
        Assert.All(load.Sends, s => Assert.True(s.IsAcknowledged));
        Agreement.IsWithinTolerance("produce", way == SendWay.Task ? "ProduceAsync" : "Produce with a handler", seen, recorded, way == SendWay.Task ? delays.OfPool : Rarely(delays));
        Assert.Equal(load.Sends.Count + MeasuredClients.WarmUpSends, (await clients.ReadLogAsync()).Count);
        var (good, bad, excluded) = clients.Recorded.Events("prompt");
        Assert.Equal((seen.Length + MeasuredClients.WarmUpSends, 0), (good + bad, excluded));
    }

    /// <summary>Between two readings of the clock, a few instructions apart, a thread hardly ever loses its turn.</summary>
    private static Func<double, double> Rarely(OwnDelays delays) => percent => percent < 100 ? 0 : delays.OfThread(100);
}
