using System.Diagnostics;
using Confluent.Kafka;
using Kafka.Sli.Lab.Observing;

namespace Kafka.Sli.Lab.Accuracy;

[Collection(nameof(OneCluster))]
public sealed class DeliveryAccuracyTests
{
    private const double PerSecond = 1_000;

    private static readonly TimeSpan Duration = TimeSpan.FromSeconds(10);

    private readonly SharedCluster _shared;

    public DeliveryAccuracyTests(SharedCluster shared) => _shared = shared;

    [Fact]
    public async Task What_is_recorded_of_a_delivery_is_the_time_from_the_producers_call_to_the_return_of_Consume()
    {
        var cluster = await _shared.StartAsync();
        await using var clients = await MeasuredClients.StartAsync(cluster, "accuracy-delivery", "delivery: 99% < 1s as fresh");
        using var producer = clients.BuildProducer();
        using var consumer = clients.BuildConsumer();
        consumer.Subscribe(clients.Name);
        using var stop = new CancellationTokenSource();
        var returns = new List<(int Number, long At)>();
        var reading = Task.Factory.StartNew(() => Read(consumer, returns, stop.Token), TestContext.Current.CancellationToken, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        await clients.WarmUpAsync(producer);
        await UntilAsync(returns, MeasuredClients.WarmUpSends);
        using var delays = new OwnDelays();
        var load = new ObservedLoad(producer, clients.Name, clients.Partitions);

        load.Start(PerSecond);
        await Task.Delay(Duration, TestContext.Current.CancellationToken);
        load.Stop();
        await UntilAsync(returns, MeasuredClients.WarmUpSends + load.Sends.Count);
        await stop.CancelAsync();
        await reading;

        var sends = load.Sends;
        var seen = returns.Skip(MeasuredClients.WarmUpSends).Select(r => Stopwatch.GetElapsedTime(sends[r.Number].Called, r.At).TotalSeconds).ToArray();
        var recorded = clients.Recorded.Of("kafka.sli.delivery.duration").Skip(MeasuredClients.WarmUpSends).Select(m => m.Value).ToArray();
        Agreement.IsWithinTolerance("delivery", "Consume", seen, recorded, percent => percent < 100 ? 0 : delays.OfThread(100));
        Assert.Equal(sends.Select(s => s.Number), returns.Skip(MeasuredClients.WarmUpSends).Select(r => r.Number).Order());
        var (good, bad, excluded) = clients.Recorded.Events("fresh");
        Assert.Equal((returns.Count, 0), (good + bad, excluded));
    }

    private static void Read(IConsumer<Ignore, byte[]> consumer, List<(int Number, long At)> returns, CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            if (consumer.Consume(TimeSpan.FromMilliseconds(50)) is { } result)
            {
                var at = Stopwatch.GetTimestamp();
                lock (returns)
                {
                    returns.Add((ObservedLoad.NumberOf(result.Message.Value), at));
                }
            }
        }

        consumer.Close();
    }

    private static async Task UntilAsync(List<(int Number, long At)> returns, int count)
    {
        while (Count() < count)
        {
            await Task.Delay(10, TestContext.Current.CancellationToken);
        }

        int Count()
        {
            lock (returns)
            {
                return returns.Count;
            }
        }
    }
}
