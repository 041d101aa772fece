using System.Diagnostics;
using System.Text;
using Confluent.Kafka;
using Kafka.Sli.Probe.Embedded;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using OpenTelemetry;
using OpenTelemetry.Context.Propagation;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;

namespace Kafka.Sli.Tests.Conventions;

[Collection(nameof(TracedProcess))]
public sealed class OptInTests
{
    private readonly List<Activity> _spans = [];
    private readonly List<Metric> _metrics = [];
    private readonly StubProducer<string, string> _stub = new() { OnProduce = (message, handler) => handler!(Reports.Ok(message)) };

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Conventions_and_traces_reach_the_hosts_OpenTelemetry_only_when_asked_for(bool areAskedFor)
    {
        var builder = Host.CreateApplicationBuilder();
        builder.Services.AddSingleton<IProducer<string, string>>(_stub);
        builder.Services.AddOpenTelemetry().WithMetrics(m => m.AddInMemoryExporter(_metrics)).WithTracing(t => t.AddInMemoryExporter(_spans));
        builder.AddKafkaSli(sli =>
        {
            sli.Conventions = areAskedFor;
            sli.Traces = areAskedFor;
        });
        using var host = builder.Build();
        await host.StartAsync(TestContext.Current.CancellationToken);

        host.Services.GetRequiredService<IProducer<string, string>>().Produce("orders", new Message<string, string>());
        host.Services.GetRequiredService<MeterProvider>().ForceFlush();

        Assert.Contains(_metrics, m => m.Name == "kafka.sli.produce.duration");
        Assert.Equal(areAskedFor, _metrics.Exists(m => m.Name == "messaging.client.operation.duration"));
        Assert.Equal(areAskedFor, _spans.Exists(s => s.DisplayName == "send orders"));
        Assert.Equal(areAskedFor, _stub.Last!.Headers.TryGetLastBytes("traceparent", out _));
        await host.StopAsync(TestContext.Current.CancellationToken);
    }

    [Fact]
    public void A_propagator_that_throws_changes_nothing_for_the_caller_and_is_counted()
    {
        var usual = Propagators.DefaultTextMapPropagator;
        Sdk.SetDefaultTextMapPropagator(new Broken());
        try
        {
            using var given = new Given(o => o.ProcessSpans = true);
            using var producer = _stub.WithSli(given.Sli);
            using var caller = new Activity("request").Start();
            var (inner, stub) = StubConsumer.Create();
            var result = new ConsumeResult<string, string> { Topic = "orders", Message = new Message<string, string> { Headers = [], Timestamp = new Timestamp(1000, TimestampType.CreateTime) } };
            stub.Returns(result);

            producer.Produce("orders", new Message<string, string> { Value = "v" });
            Assert.Same(result, inner.WithSli(given.Sli).Consume(0));

            Assert.Equal(["kafka-sli-sent"], _stub.Last!.Headers.Select(h => h.Key));
            Assert.Single(given.Measured.Produces);
            Assert.Single(given.Measured.Deliveries);
            Assert.Equal(2, Assert.Single(given.Measured.Observe("kafka.sli.internal.errors")).Value);
        }
        finally
        {
            Sdk.SetDefaultTextMapPropagator(usual);
        }
    }

    [Fact]
    public void A_message_to_which_nothing_is_added_is_no_error()
    {
        using var given = new Given(o => (o.Traces, o.SentStamp) = (true, false));
        using var producer = _stub.WithSli(given.Sli);
        using var caller = new Activity("request").SetIdFormat(ActivityIdFormat.Hierarchical).Start();

        producer.Produce("orders", new Message<string, string> { Headers = [] });

        Assert.Empty(_stub.Last!.Headers);
        Assert.Equal(0, Assert.Single(given.Measured.Observe("kafka.sli.internal.errors")).Value);
    }

    [Fact]
    public void A_span_listener_that_throws_changes_nothing_for_the_caller_and_is_counted()
    {
        using var broken = new ActivityListener
        {
            ShouldListenTo = source => source.Name == KafkaSli.ActivitySourceName,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => throw new InvalidTimeZoneException("broken sampler"),
        };
        ActivitySource.AddActivityListener(broken);
        using var given = new Given();
        using var producer = _stub.WithSli(given.Sli);
        var reports = 0;

        producer.Produce("orders", new Message<string, string> { Value = "v" }, _ => reports++);

        Assert.Equal(1, reports);
        Assert.Single(given.Measured.Produces);
        Assert.Equal(0, Assert.Single(given.Measured.Observe("kafka.sli.produce.in_flight")).Value);
        Assert.True(Assert.Single(given.Measured.Observe("kafka.sli.internal.errors")).Value > 0);
    }

    [Fact]
    public void A_metrics_listener_that_throws_does_not_cost_the_message_its_span()
    {
        using var tracing = Sdk.CreateTracerProviderBuilder().AddSource(KafkaSli.ActivitySourceName).AddInMemoryExporter(_spans).Build();
        using var given = new Given();
        using var broken = new BrokenListener(given.Sli);
        using var producer = _stub.WithSli(given.Sli);

        producer.Produce("orders", new Message<string, string> { Value = "v" });

        Assert.Equal("send orders", Assert.Single(_spans).DisplayName);
    }

    [Fact]
    public void An_empty_poll_allocates_nothing_even_when_everything_is_on()
    {
        using var cluster = EmbeddedCluster.Start(brokers: 1);
        cluster.CreateTopic("orders", partitions: 1);
        using var tracing = Sdk.CreateTracerProviderBuilder().AddSource(KafkaSli.ActivitySourceName).AddInMemoryExporter(_spans).Build();
        using var given = new Given(o => o.ProcessSpans = true);
        using var conventional = new Measurements(given.Sli, given.Sli.MessagingMeter);
        var config = new ConsumerConfig { BootstrapServers = cluster.BootstrapServers, GroupId = "g" };
        using var raw = new ConsumerBuilder<string, string>(config).Build();
        using var wrapped = new ConsumerBuilder<string, string>(config).Build().WithSli(given.Sli);
        using var built = new SliConsumerBuilder<string, string>(config, given.Sli).Build();

        var allocated = new[] { raw, wrapped, built }.Select(Allocated).ToArray();

        Assert.Equal(allocated[0], allocated[1]);
        Assert.Equal(allocated[0], allocated[2]);
        Assert.Empty(_spans);

        static long Allocated(IConsumer<string, string> consumer)
        {
            consumer.Assign(new TopicPartition("orders", 0));
            consumer.Consume(100);
            var before = GC.GetAllocatedBytesForCurrentThread();
            for (var i = 0; i < 100; i++)
            {
                consumer.Consume(0);
            }

            return GC.GetAllocatedBytesForCurrentThread() - before;
        }
    }

    private sealed class Broken : TextMapPropagator
    {
        public override ISet<string> Fields { get; } = new HashSet<string> { "broken" };

        public override PropagationContext Extract<T>(PropagationContext context, T carrier, Func<T, string, IEnumerable<string>?> getter) =>
            throw new InvalidTimeZoneException(Encoding.Default.EncodingName);

        public override void Inject<T>(PropagationContext context, T carrier, Action<T, string, string> setter) =>
            throw new InvalidTimeZoneException("broken propagator");
    }
}
