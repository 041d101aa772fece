using System.Diagnostics;
using Confluent.Kafka;
using Microsoft.Extensions.Hosting;

namespace Kafka.Sli.EndToEnd.Services;

/// <summary>Sends, transfers, reads and commits, a few times a second.</summary>
internal sealed class Shop(
    IProducer<string, string> producer,
    IProducer<string, string> transfers,
    IConsumer<string, string> consumer,
    ActivitySource requests) : BackgroundService
{
    public const string Topic = "orders";
    public const string Transfers = "transfers";

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Yield();
        transfers.InitTransactions(TimeSpan.FromSeconds(30));
        consumer.Subscribe(Topic);
        while (!stoppingToken.IsCancellationRequested)
        {
            using (requests.StartActivity("request"))
            {
                await producer.ProduceAsync(Topic, new() { Key = "k", Value = "v" }, stoppingToken);
            }

            transfers.BeginTransaction();
            await transfers.ProduceAsync(Topic, new() { Key = "k", Value = "v" }, stoppingToken);
            transfers.CommitTransaction();

            if (consumer.Consume(Pause) is { } result)
            {
                consumer.Commit(result);
            }
        }
    }
}
