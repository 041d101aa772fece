using System.Diagnostics;
using Confluent.Kafka;
using Kafka.Sli.Lab.Observing;

namespace Kafka.Sli.Lab.Accuracy;

[Collection(nameof(OneCluster))]
public sealed class TransactionAccuracyTests
{
    private const double PerSecond = 1_000;

    private static readonly TimeSpan Duration = TimeSpan.FromSeconds(10);

    /// <summary>How much an application does between the beginning of a transaction and its commit.</summary>
    private static readonly TimeSpan Work = TimeSpan.FromMilliseconds(50);

    private readonly SharedCluster _shared;

    public TransactionAccuracyTests(SharedCluster shared) => _shared = shared;

    [Fact]
    public async Task What_is_recorded_of_a_transaction_is_the_time_inside_its_calls_and_of_its_sends_what_they_waited()
    {
        var cluster = await _shared.StartAsync();
        await using var clients = await MeasuredClients.StartAsync(cluster, "accuracy-transaction", "transaction: 99% < 1s as committed");
        using var producer = clients.BuildProducer(c => c.TransactionalId = clients.Name);
        producer.InitTransactions(TimeSpan.FromSeconds(60));
        var load = new ObservedLoad(producer, clients.Name, clients.Partitions);
        Transact(producer, load, TimeSpan.FromSeconds(1));
        var (sends, transactions) = (load.Sends.Count, clients.Recorded.Of("kafka.sli.transaction.duration").Count);
        using var delays = new OwnDelays();

        var seen = Transact(producer, load, Duration);

        double Rarely(double percent) => percent < 100 ? 0 : delays.OfThread(100);
        Agreement.IsWithinTolerance(
            "transaction", "Begin and Commit", seen, [.. clients.Recorded.Of("kafka.sli.transaction.duration").Skip(transactions).Select(m => m.Value)], Rarely);
        Agreement.IsWithinTolerance(
            "produce", "in transactions", [.. load.Sends.Skip(sends).Select(s => s.Latency)], [.. clients.Recorded.Of("kafka.sli.produce.duration").Skip(sends).Select(m => m.Value)], Rarely);
        Assert.Equal(load.Sends.Select(s => s.Number), (await clients.ReadLogAsync()).Order());
        var (good, bad, excluded) = clients.Recorded.Events("committed");

        // InitTransactions is an event of its own.
        Assert.Equal((1 + seen.Count + transactions - 1, 0), (good + bad, excluded));
    }

    /// <returns>How long its caller was inside the calls of each transaction, in seconds.</returns>
    private static List<double> Transact(IProducer<Null, byte[]> producer, ObservedLoad load, TimeSpan duration)
    {
        var waits = new List<double>();
        for (var watch = Stopwatch.StartNew(); watch.Elapsed < duration;)
        {
            var begin = Stopwatch.GetTimestamp();
            producer.BeginTransaction();
            var inBegin = Stopwatch.GetElapsedTime(begin);
            for (var work = Stopwatch.StartNew(); work.Elapsed < Work;)
            {
                load.Send(Stopwatch.GetTimestamp());
                Thread.Sleep(TimeSpan.FromSeconds(1 / PerSecond));
            }

            var commit = Stopwatch.GetTimestamp();
            producer.CommitTransaction();
            waits.Add((inBegin + Stopwatch.GetElapsedTime(commit)).TotalSeconds);
        }

        return waits;
    }
}
