using Kafka.Sli;
using Kafka.Sli.Objectives;
using OpenTelemetry.Metrics;
using Promises;
using Service;

var metrics = new List<MetricSnapshot>();
var builder = Host.CreateApplicationBuilder(args);
builder.AddKafkaSli(sli =>
{
    sli.Objectives.Add(Promised.Produce);
    sli.Objectives.Add("delivery: 99% < 30s");
});
builder.Services.AddKafkaSliProducer<string, string>(configure: (_, config) => config.Set("test.mock.num.brokers", "1"));
builder.Services.AddOpenTelemetry().WithMetrics(sdk => sdk.AddInMemoryExporter(metrics));
builder.Services.AddHostedService<Worker>();

var host = builder.Build();
await host.RunAsync();

// The host's end has exported all there is.
foreach (var metric in metrics)
{
    foreach (var point in metric.MetricPoints)
    {
        var tags = string.Join(' ', from tag in Tags(point) where tag.Key is "kafka.sli.objective" or "kafka.sli.verdict" select $"{tag.Key}={tag.Value}");
        var value = metric.MetricType is MetricType.Histogram ? $"count={point.GetHistogramCount()}"
            : metric.MetricType is MetricType.LongSum ? $"sum={point.GetSumLong()}"
            : "";
        Console.WriteLine($"METRIC {metric.Name} {tags} {value}");
    }
}

static IEnumerable<KeyValuePair<string, object?>> Tags(MetricPoint point)
{
    var tags = new List<KeyValuePair<string, object?>>();
    foreach (var tag in point.Tags)
    {
        tags.Add(tag);
    }

    return tags;
}
