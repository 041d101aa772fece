using System.Diagnostics;
using System.Net;
using Confluent.Kafka;
using Kafka.Sli.Probe.Embedded;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using OpenTelemetry.Metrics;

namespace Kafka.Sli.EndToEnd.Services;

/// <summary>A service as its authors write it, that uses all of Kafka which Kafka.Sli measures, and is scraped.</summary>
internal sealed class MeasuredService : IAsyncDisposable
{
    private const string Application = "shop";

    private readonly EmbeddedCluster _cluster = EmbeddedCluster.Start(brokers: 1);
    private readonly WebApplication _app;

    private MeasuredService()
    {
        _cluster.CreateTopic(Shop.Topic, partitions: 1);
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        builder.AddKafkaSli(sli =>
        {
            sli.Traces = true;
            foreach (var indicator in (string[])["produce", "delivery", "transaction", "offset_commit", "assignment"])
            {
                sli.Objectives.Add($"{indicator}: 99% < 2s");
            }
        });
        builder.Services.AddKafkaSliProducer<string, string>("checkout", (_, config) => config.BootstrapServers = _cluster.BootstrapServers);
        builder.Services.AddKeyedKafkaSliProducer<string, string>(Shop.Transfers, (_, config) => (config.BootstrapServers, config.TransactionalId) = (_cluster.BootstrapServers, Shop.Transfers));
        builder.Services.AddKafkaSliConsumer<string, string>("billing", (_, config) =>
            (config.BootstrapServers, config.GroupId, config.FetchWaitMaxMs, config.EnableAutoCommit) = (_cluster.BootstrapServers, "billing", 10, false));
        builder.Services.AddSingleton(new ActivitySource(Application));
        builder.Services.AddHostedService(services => new Shop(
            services.GetRequiredService<IProducer<string, string>>(),
            services.GetRequiredKeyedService<IProducer<string, string>>(Shop.Transfers),
            services.GetRequiredService<IConsumer<string, string>>(),
            services.GetRequiredService<ActivitySource>()));
        builder.Services.AddOpenTelemetry()
            .WithTracing(tracing => tracing.AddSource(Application))
            .WithMetrics(metrics => metrics.SetExemplarFilter(ExemplarFilterType.TraceBased).AddPrometheusExporter());
        _app = builder.Build();
        _app.UseOpenTelemetryPrometheusScrapingEndpoint();
    }

    public Uri Address => new(_app.Urls.Single());

    public static async Task<MeasuredService> StartAsync()
    {
        var service = new MeasuredService();
        await service._app.StartAsync();
        return service;
    }

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
        _cluster.Dispose();
    }
}
