using OpenTelemetry;

var builder = Host.CreateApplicationBuilder(args);
builder.AddKafkaSli();                                              // Kafka:Sli:Objectives
builder.Services.AddKafkaSliConsumer<string, string>();             // Kafka:Sli:Consumer
builder.Services.AddKafkaSliProducer<string, string>();             // Kafka:Sli:Producer, with transactional.id
builder.Services.AddHostedService<ExactlyOnce.Invoices>();
builder.Services.AddOpenTelemetry().UseOtlpExporter();              // OTEL_EXPORTER_OTLP_ENDPOINT
await builder.Build().RunAsync();
