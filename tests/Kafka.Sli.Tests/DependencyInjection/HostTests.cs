using System.Runtime.CompilerServices;
using Confluent.Kafka;
using Kafka.Sli.Producing;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using OpenTelemetry.Metrics;

namespace Kafka.Sli.Tests.DependencyInjection;

// The SDK hears the meters of all hosts in the process: an ended one of another test has its figure exported a second time.
[Collection(nameof(Alone))]
public sealed class HostTests
{
    private readonly StubProducer<string, string> _stub = new() { OnProduce = (message, handler) => handler?.Invoke(Reports.Ok(message)) };
    private readonly LoggedLines _log = new();

    [Fact]
    public async Task A_plain_service_exports_the_metric_to_the_OpenTelemetry_it_has_already()
    {
        var exported = new List<Metric>();
        var builder = Host.CreateApplicationBuilder();
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton<IProducer<string, string>>(_stub);
        builder.Services.AddOpenTelemetry().WithMetrics(metrics => metrics.AddInMemoryExporter(exported));
        builder.Services.AddKafkaSli();
        using var host = builder.Build();
        await host.StartAsync(TestContext.Current.CancellationToken);

        // A name of its own, for the SDK hears the meters of all tests that run meanwhile.
        host.Services.GetRequiredService<IProducer<string, string>>().Produce("exported-once", new Message<string, string>());
        host.Services.GetRequiredService<MeterProvider>().ForceFlush();

        var metric = Assert.Single(exported, m => m.Name == "kafka.sli.produce.duration");
        Assert.Equal(("Kafka.Sli", "s", MetricType.Histogram), (metric.MeterName, metric.Unit, metric.MetricType));
        var counts = new List<long>();
        foreach (ref readonly var point in metric.GetMetricPoints())
        {
            foreach (var tag in point.Tags)
            {
                if ((string?)tag.Value == "exported-once")
                {
                    counts.Add(point.GetHistogramCount());
                }
            }
        }

        Assert.Equal([1], counts);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void On_a_host_application_builder_order_does_not_matter(bool web)
    {
        IHostApplicationBuilder builder = web ? WebApplication.CreateSlimBuilder() : Host.CreateApplicationBuilder();
        builder.AddKafkaSli().AddKafkaSli();
        builder.Services.AddSingleton<IProducer<string, string>>(_stub);

        using var host = builder is WebApplicationBuilder app ? app.Build() : ((HostApplicationBuilder)builder).Build();

        var producer = Assert.IsType<SliProducer<string, string>>(host.Services.GetRequiredService<IProducer<string, string>>());
        producer.Produce("orders", new Message<string, string>());
        Assert.Single(_stub.Calls);
    }

    [Fact]
    public void The_five_lines_of_the_README_are_all_a_service_adds()
    {
        var builder = Host.CreateApplicationBuilder();
        builder.Services.AddSingleton<IProducer<string, string>>(_stub);

        builder.AddKafkaSli(sli =>
        {
            sli.Objectives.Add("produce of orders-*: 99.999% < 5s over 30d");
            sli.Objectives.Add("delivery: 99% < 40ms");
        });

        using var host = builder.Build();
        using var measured = new Measurements(host.Services.GetRequiredService<KafkaSli>());
        host.Services.GetRequiredService<IProducer<string, string>>().Produce("orders-eu", new Message<string, string>());
        Assert.Equal((1, 0, 0), measured.Events("produce-orders-*-5s"));
        Assert.Contains(
            "sli.Objectives.Add(\"produce of orders-*: 99.999% < 5s over 30d\");",
            File.ReadAllText(Repository.File("README.md")),
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_host_builder_that_is_built_in_between_is_not_mistaken_for_ours()
    {
        var builder = Host.CreateApplicationBuilder();
        builder.AddKafkaSli();
        using var other = Host.CreateApplicationBuilder().Build();
        builder.Services.AddSingleton<IProducer<string, string>>(_stub);

        using var host = builder.Build();

        Assert.IsType<SliProducer<string, string>>(host.Services.GetRequiredService<IProducer<string, string>>());
    }

    [Fact]
    public async Task Hosts_that_are_built_side_by_side_are_each_decorated()
    {
        var undecorated = 0;

        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() =>
        {
            for (var i = 0; i < 1_000; i++)
            {
                var builder = Host.CreateEmptyApplicationBuilder(null);
                builder.AddKafkaSli();
                builder.Services.AddSingleton<IProducer<string, string>>(new StubProducer<string, string>());
                using var host = builder.Build();
                if (host.Services.GetRequiredService<IProducer<string, string>>() is not SliProducer<string, string>)
                {
                    Interlocked.Increment(ref undecorated);
                }
            }
        })));

        Assert.Equal(0, undecorated);
    }

    [Fact]
    public void A_builder_that_is_never_built_is_not_kept()
    {
        var builder = Make();
        Collect();
        using (Host.CreateEmptyApplicationBuilder(null).Build())
        {
        }

        Collect();

        Assert.False(builder.IsAlive);

        [MethodImpl(MethodImplOptions.NoInlining)]
        static WeakReference Make()
        {
            var builder = Host.CreateEmptyApplicationBuilder(null);
            builder.AddKafkaSli();
            return new WeakReference(builder);
        }

        static void Collect()
        {
            for (var i = 0; i < 3; i++)
            {
                GC.Collect();
                GC.WaitForPendingFinalizers();
            }
        }
    }

    [Fact]
    public void The_containers_factory_that_the_application_chose_is_kept()
    {
        var builder = Host.CreateApplicationBuilder();
        var factory = new Factory();
        builder.ConfigureContainer(factory);
        builder.AddKafkaSli();
        builder.Services.AddSingleton<IProducer<string, string>>(_stub);

        using var host = builder.Build();

        Assert.True(factory.IsUsed);
        Assert.IsType<SliProducer<string, string>>(host.Services.GetRequiredService<IProducer<string, string>>());
    }

    [Fact]
    public async Task What_was_registered_later_and_is_not_decorated_is_named_once_at_start()
    {
        var builder = Host.CreateApplicationBuilder();
        builder.Logging.ClearProviders().AddProvider(_log);
        builder.Services.AddKafkaSli();
        builder.Services.AddSingleton<IProducer<string, string>>(_stub);
        builder.Services.AddKeyedSingleton<IConsumer<string, int>>("late", (_, _) => throw new InvalidOperationException("never made"));
        using var host = builder.Build();

        await host.StartAsync(TestContext.Current.CancellationToken);

        var line = Assert.Single(_log.Lines, l => l.Contains("does not measure", StringComparison.Ordinal));
        Assert.Contains("IProducer<String, String>, IConsumer<String, Int32> with key 'late'", line, StringComparison.Ordinal);
        Assert.Same(_stub, host.Services.GetRequiredService<IProducer<string, string>>());
    }

    [Fact]
    public async Task Of_two_open_generic_registrations_the_one_that_is_resolved_is_decorated_and_the_other_named()
    {
        var builder = Host.CreateApplicationBuilder();
        builder.Logging.ClearProviders().AddProvider(_log);
        builder.Services.AddSingleton(typeof(IProducer<,>), typeof(StubProducer<,>));
        builder.Services.AddSingleton(typeof(IProducer<,>), typeof(StubProducer<,>));
        builder.AddKafkaSli();
        using var host = builder.Build();

        await host.StartAsync(TestContext.Current.CancellationToken);

        Assert.IsAssignableFrom<SliProducer<string, int>>(host.Services.GetRequiredService<IProducer<string, int>>());
        Assert.Contains("IProducer<TKey, TValue>", Assert.Single(_log.Lines, l => l.Contains("does not measure", StringComparison.Ordinal)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nothing_is_said_when_everything_is_decorated()
    {
        var builder = Host.CreateApplicationBuilder();
        builder.Logging.ClearProviders().AddProvider(_log);
        builder.AddKafkaSli();
        builder.Services.AddSingleton<IProducer<string, string>>(_stub);
        using var host = builder.Build();

        await host.StartAsync(TestContext.Current.CancellationToken);

        Assert.DoesNotContain(_log.Lines, l => l.Contains("does not measure", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task That_nothing_is_exported_is_said_once_at_start(bool exports)
    {
        var builder = Host.CreateApplicationBuilder();
        builder.Logging.ClearProviders().AddProvider(_log);
        builder.AddKafkaSli().AddKafkaSli();
        if (exports)
        {
            builder.Services.AddOpenTelemetry().WithMetrics();
        }

        using var host = builder.Build();

        await host.StartAsync(TestContext.Current.CancellationToken);

        Assert.Equal(exports ? 0 : 1, _log.Lines.Count(l => l.Contains("AddOpenTelemetry().WithMetrics()", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Wrong_options_stop_the_host_at_start()
    {
        var builder = Host.CreateApplicationBuilder();
        builder.Logging.ClearProviders();
        builder.AddKafkaSli(o => o.DestinationLimit = -1);
        using var host = builder.Build();

        var refusal = await Assert.ThrowsAsync<OptionsValidationException>(() => host.StartAsync());

        Assert.Equal("DestinationLimit: -1 must be more than 0", refusal.Message);
    }

    [Fact]
    public void Logging_that_is_added_later_is_not_taken_away()
    {
        var services = new ServiceCollection();
        services.AddKafkaSli();
        services.AddLogging(logging => logging.AddProvider(_log));
        using var provider = services.BuildServiceProvider();

#pragma warning disable CA1848, CA2254 // One line of a test.
        provider.GetRequiredService<ILogger<HostTests>>().LogWarning("heard");
#pragma warning restore CA1848, CA2254

        Assert.Contains("heard", _log.Lines);
    }

    private sealed class Factory : IServiceProviderFactory<IServiceCollection>
    {
        public bool IsUsed { get; private set; }

        public IServiceCollection CreateBuilder(IServiceCollection services) => services;

        public IServiceProvider CreateServiceProvider(IServiceCollection containerBuilder)
        {
            IsUsed = true;
            return containerBuilder.BuildServiceProvider();
        }
    }
}
