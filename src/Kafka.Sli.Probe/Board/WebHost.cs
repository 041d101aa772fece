using System.Net;
using System.Net.Sockets;
using Kafka.Sli.Probe.Commands;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;

namespace Kafka.Sli.Probe.Board;

/// <summary>The probe's host: Kafka.Sli, its exporters, and the pages that they are seen on.</summary>
internal sealed class WebHost : IAsyncDisposable
{
    private readonly WebApplication _app;

    private WebHost(WebApplication app) => _app = app;

    public KafkaSli Sli => _app.Services.GetRequiredService<KafkaSli>();

    public ScrapeWatch Scrapes => _app.Services.GetRequiredService<ScrapeWatch>();

    /// <summary>Where it listens in fact; the port may have been chosen by the system.</summary>
    public Uri Address => new(_app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single());

    /// <exception cref="ProbeException">The port is in use, or the address is not one of this machine.</exception>
    public static async Task<WebHost> StartAsync(RunSettings settings, Func<bool> isAlive)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton<IHostLifetime, NoLifetime>();
        builder.Services.AddSingleton(new ScrapeWatch(TimeProvider.System));
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(settings.Listen));
        builder.AddKafkaSli(sli =>
        {
            foreach (var objective in settings.Objectives)
            {
                sli.Objectives.Add(objective);
            }
        });
        AddExporters(builder.Services);

        var app = builder.Build();
        app.MapGet("/healthz", () => isAlive() ? Results.Text("ok\n") : Results.Text("stalled\n", statusCode: StatusCodes.Status503ServiceUnavailable));
        app.Use(WatchScrapes);
        app.UseOpenTelemetryPrometheusScrapingEndpoint();
        try
        {
            await app.StartAsync();
        }
        catch (IOException e) when (e.InnerException is Microsoft.AspNetCore.Connections.AddressInUseException)
        {
            throw ProbeException.BadUsage($"--listen {settings.Listen}: the port is in use; give a free one, or port 0 for any", e);
        }
        catch (SocketException e)
        {
            throw ProbeException.BadUsage($"--listen {settings.Listen}: cannot be listened on ({e.Message}); give an address of this machine, like {IPAddress.Loopback}", e);
        }

        return new WebHost(app);
    }

    /// <summary>Pushes what is left to be exported.</summary>
    public void Flush() => _app.Services.GetRequiredService<MeterProvider>().ForceFlush(10_000);

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
    }

    private static void AddExporters(IServiceCollection services)
    {
        var telemetry = services.AddOpenTelemetry().WithMetrics(metrics => metrics
            .SetResourceBuilder(ResourceBuilder.CreateEmpty().AddService("kafka-sli-probe").AddTelemetrySdk().AddEnvironmentVariableDetector())
            .AddPrometheusExporter(prometheus => prometheus.ScrapeResponseCacheDurationMilliseconds = 0));
        if (OtlpIsConfigured())
        {
            telemetry.UseOtlpExporter();
        }
    }

    private static bool OtlpIsConfigured()
    {
        var exporters = Environment.GetEnvironmentVariable("OTEL_METRICS_EXPORTER");
        return (string.IsNullOrEmpty(exporters) || exporters.Split(',', StringSplitOptions.TrimEntries).Contains("otlp"))
            && (Environment.GetEnvironmentVariable("OTEL_EXPORTER_OTLP_ENDPOINT") is { Length: > 0 }
                || Environment.GetEnvironmentVariable("OTEL_EXPORTER_OTLP_METRICS_ENDPOINT") is { Length: > 0 });
    }

    private static async Task WatchScrapes(HttpContext context, RequestDelegate next)
    {
        await next(context);
        if (context.Request.Path == "/metrics")
        {
            context.RequestServices.GetRequiredService<ScrapeWatch>().Scraped();
        }
    }

    /// <summary>The command owns the signals: it ends the cell first, and the exporters last.</summary>
    private sealed class NoLifetime : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
