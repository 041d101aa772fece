using Confluent.Kafka;

namespace Worker;

/// <summary>Writes a receipt for each order. Consume blocks, so it has a thread of its own.</summary>
internal sealed class Receipts(IConsumer<string, string> consumer, IProducer<string, string> producer) : BackgroundService
{
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.Factory.StartNew(
        () =>
        {
            consumer.Subscribe("orders");
            try
            {
                while (true)
                {
                    var order = consumer.Consume(stoppingToken);
                    producer.Produce("receipts", new() { Key = order.Message.Key, Value = $"receipt of {order.Message.Key}" });
                }
            }
            catch (OperationCanceledException)
            {
                producer.Flush(TimeSpan.FromSeconds(10));
                consumer.Close();
            }
        },
        CancellationToken.None,
        TaskCreationOptions.LongRunning,
        TaskScheduler.Default);
}
