using System.Diagnostics;
using Confluent.Kafka;
using Kafka.Sli.Lab.Accuracy;
using Kafka.Sli.Lab.Report;

namespace Kafka.Sli.Lab.FailOver;

/// <summary>A service with transactions, whose broker dies: the leader of what it writes, and for some the coordinator of its transactions.</summary>
[Collection(nameof(OneCluster))]
public sealed class TransactionFailOverTests
{
    private const int Sends = 10;

    private static readonly TimeSpan Call = TimeSpan.FromSeconds(60);

    private readonly SharedCluster _shared;

    public TransactionFailOverTests(SharedCluster shared) => _shared = shared;

    [Fact]
    public async Task A_transactions_wait_is_recorded_as_its_caller_saw_it_and_is_bad_while_it_lasts()
    {
        var cluster = await _shared.StartAsync();
        await using var clients = await MeasuredClients.StartAsync(cluster, "fail-over-transaction", "transaction: 99% < 1s over 1h as committed");
        using var producer = clients.BuildProducer(c =>
        {
            c.TransactionalId = clients.Name;
            c.TransactionTimeoutMs = (int)Call.TotalMilliseconds;
        });
        producer.InitTransactions(Call);
        var waits = new List<double>();
        using var stop = new CancellationTokenSource();
        var transacting = Task.Factory.StartNew(() => Transact(producer, clients, waits, stop.Token), TestContext.Current.CancellationToken, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        await UntilMoreAsync(20);
        var badWhileItLasted = false;
        try
        {
            var before = clients.Recorded.Events("committed").Bad;
            await cluster[1].KillAsync();
            var (since, committed) = (Stopwatch.StartNew(), Count());
            while (since.Elapsed < TimeSpan.FromSeconds(2) || !await MovesAsync())
            {
                badWhileItLasted |= Count() <= committed + 2 && clients.Recorded.Events("committed").Bad > before;
                Assert.False(transacting.IsFaulted, transacting.Exception?.ToString());
            }
        }
        finally
        {
            await stop.CancelAsync();
            await transacting;
            await cluster.HealAsync();
        }

        var recorded = clients.Recorded.Of("kafka.sli.transaction.duration").Skip(1).Where(m => m["kafka.sli.outcome"] is null).Select(m => m.Value).ToArray();
        var difference = recorded.Max() - waits.Max();
        LabReport.Transactions.Add(["killed (kill -9)", Figure.Count(waits.Count), Figure.Seconds(waits.Max()), Figure.Seconds(recorded.Max()), Figure.Milliseconds(difference), badWhileItLasted ? "yes" : "no"]);
        Assert.True(waits.Max() > 1, $"no transaction waited for the fail-over: {waits.Max()} s");
        Assert.Equal(waits.Count, recorded.Length);
        Assert.InRange(difference, -waits.Max() * 0.05, waits.Max() * 0.05);
        Assert.True(badWhileItLasted, "it was told when it was over");
        var (good, bad, _) = clients.Recorded.Events("committed");

        // InitTransactions is an event of its own.
        Assert.Equal(waits.Count + 1, good + bad);

        int Count()
        {
            lock (waits)
            {
                return waits.Count;
            }
        }

        async Task UntilMoreAsync(int more)
        {
            for (var from = Count(); Count() < from + more && !transacting.IsCompleted;)
            {
                await Task.Delay(10, TestContext.Current.CancellationToken);
            }
        }

        // Whether transactions come and go again.
        async Task<bool> MovesAsync()
        {
            var from = Count();
            await Task.Delay(250, TestContext.Current.CancellationToken);
            return Count() > from + 3;
        }
    }

    private static void Transact(IProducer<Null, byte[]> producer, MeasuredClients clients, List<double> waits, CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            var begin = Stopwatch.GetTimestamp();
            producer.BeginTransaction();
            var inside = Stopwatch.GetElapsedTime(begin);
            for (var i = 0; i < Sends; i++)
            {
                producer.Produce(new TopicPartition(clients.Name, i % clients.Partitions), new Message<Null, byte[]> { Value = new byte[100] });
            }

            while (!TryCommit(producer, ref inside))
            {
                // To be called again, as Kafka's documentation asks for.
            }

            lock (waits)
            {
                waits.Add(inside.TotalSeconds);
            }
        }
    }

    private static bool TryCommit(IProducer<Null, byte[]> producer, ref TimeSpan inside)
    {
        var called = Stopwatch.GetTimestamp();
        try
        {
            producer.CommitTransaction(Call);
            return true;
        }
        catch (KafkaRetriableException)
        {
            return false;
        }
        finally
        {
            inside += Stopwatch.GetElapsedTime(called);
        }
    }
}
