using Confluent.Kafka;
using OpenTelemetry;

var builder = WebApplication.CreateBuilder(args);
builder.AddKafkaSli();                                              // Kafka:Sli:Objectives
builder.Services.AddKafkaSliProducer<string, string>();             // Kafka:Sli:Producer
builder.Services.AddHealthChecks().AddKafkaSli();
builder.Services.AddOpenTelemetry().UseOtlpExporter();              // OTEL_EXPORTER_OTLP_ENDPOINT

var app = builder.Build();
app.MapHealthChecks("/health");
app.MapPost("/orders/{id}", async (string id, IProducer<string, string> producer, CancellationToken cancellationToken) =>
{
    var result = await producer.ProduceAsync("orders", new() { Key = id, Value = "paid" }, cancellationToken);
    return Results.Accepted(value: new { result.Partition.Value, Offset = result.Offset.Value });
});
await app.RunAsync();
