using Confluent.Kafka;
using Kafka.Sli;
using OpenTelemetry;
using OpenTelemetry.Metrics;

// No host and no dependency injection: Kafka.Sli is made by hand, and its meter is named.
var options = new KafkaSliOptions();
options.Objectives.Add("produce: 99.9% < 500ms");
using var sli = KafkaSli.Create(options);
using var metrics = Sdk.CreateMeterProviderBuilder().AddMeter(KafkaSli.MeterName).AddOtlpExporter().Build();

var config = new ProducerConfig { BootstrapServers = args.FirstOrDefault() ?? "localhost:9092" };
using var producer = new SliProducerBuilder<string, string>(config, sli, new SliClientOptions { Name = "console" }).Build();
for (var number = 1; number <= 10; number++)
{
    await producer.ProduceAsync("orders", new() { Key = $"order-{number}", Value = "paid" });
}

foreach (var objective in sli.Objectives)
{
    Console.WriteLine($"{objective.Objective}: {objective.ErrorBudgetRemaining:P0} of the error budget is left");
}
