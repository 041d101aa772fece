using Confluent.Kafka;

namespace ExactlyOnce;

/// <summary>Reads orders and writes invoices in transactions that commit the offsets too. One transaction is one event; only the time in its calls counts.</summary>
internal sealed class Invoices(IConsumer<string, string> consumer, IProducer<string, string> producer, IHostApplicationLifetime life) : BackgroundService
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(30);

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Task.Factory.StartNew(() => Run(stoppingToken), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    private void Run(CancellationToken stoppingToken)
    {
        try
        {
            producer.InitTransactions(Timeout);
            consumer.Subscribe("orders");
            while (true)
            {
                var order = consumer.Consume(stoppingToken);
                producer.BeginTransaction();
                producer.Produce("invoices", new() { Key = order.Message.Key, Value = $"invoice of {order.Message.Key}" });
                var next = new TopicPartitionOffset(order.TopicPartition, order.Offset + 1);
                producer.SendOffsetsToTransaction([next], consumer.ConsumerGroupMetadata, Timeout);
                producer.CommitTransaction(Timeout);
            }
        }
        catch (OperationCanceledException)
        {
            consumer.Close();
        }
        catch (KafkaException)
        {
            // What is retriable, abortable and fatal is each service's own to tell; the next process fences this one and begins anew.
            Environment.ExitCode = 1;
            life.StopApplication();
        }
    }
}
