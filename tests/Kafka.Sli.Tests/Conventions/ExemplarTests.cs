using System.Diagnostics;
using Confluent.Kafka;
using Kafka.Sli.Probe.Embedded;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;

namespace Kafka.Sli.Tests.Conventions;

[Collection(nameof(TracedProcess))]
public sealed class ExemplarTests : IDisposable
{
    private readonly ActivitySource _application = new("application");
    private readonly EmbeddedCluster _cluster = EmbeddedCluster.Start(brokers: 1);
    private readonly KafkaSli _sli = KafkaSli.Create();
    private readonly List<Metric> _metrics = [];

    public ExemplarTests() => _cluster.CreateTopic("orders", partitions: 1);

    public void Dispose()
    {
        _application.Dispose();
        _sli.Dispose();
        _cluster.Dispose();
    }

    [Theory]
    [InlineData(true, true)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(false, false)]
    public async Task A_latency_points_at_the_trace_of_the_request_that_waited_not_of_the_producers_construction(bool isBuilt, bool isTask)
    {
        using var tracing = Sdk.CreateTracerProviderBuilder().AddSource(_application.Name, KafkaSli.ActivitySourceName).Build();
        using var metrics = Sdk.CreateMeterProviderBuilder()
            .AddMeter(KafkaSli.MeterName)
            .SetExemplarFilter(ExemplarFilterType.TraceBased)
            .AddInMemoryExporter(_metrics)
            .Build();
        var construction = _application.StartActivity("construction")!;
        var config = new ProducerConfig { BootstrapServers = _cluster.BootstrapServers, LingerMs = 0 };
        using var producer = isBuilt
            ? new SliProducerBuilder<string, string>(config, _sli).Build()
            : new ProducerBuilder<string, string>(config).Build().WithSli(_sli);
        construction.Stop();

        var request = _application.StartActivity("request")!;
        var sent = SendAsync(producer, isTask);
        request.Stop();
        await sent;
        metrics.ForceFlush();

        var exemplar = Assert.Single(Exemplars("kafka.sli.produce.duration"));
        Assert.Equal(request.TraceId, exemplar.TraceId);
        Assert.Equal(request.SpanId, exemplar.SpanId);
    }

    private static async Task SendAsync(IProducer<string, string> producer, bool isTask)
    {
        var message = new Message<string, string> { Value = "v" };
        if (isTask)
        {
            await producer.ProduceAsync("orders", message);
            return;
        }

        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        producer.Produce("orders", message, _ => done.SetResult());
        await done.Task;
    }

    private List<Exemplar> Exemplars(string instrument)
    {
        foreach (var metric in _metrics.Where(m => m.Name == instrument))
        {
            foreach (ref readonly var point in metric.GetMetricPoints())
            {
                point.TryGetExemplars(out var exemplars);
                var found = new List<Exemplar>();
                foreach (ref readonly var exemplar in exemplars)
                {
                    found.Add(exemplar);
                }

                return found;
            }
        }

        return [];
    }
}
