using System.Collections;
using System.Net;
using System.Net.Sockets;
using Kafka.Sli.Probe.Probing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
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

    private WebHost(WebApplication app, Uri? otlpEndpoint)
    {
        _app = app;
        OtlpEndpoint = otlpEndpoint;
    }

    /// <summary>Where OTLP goes to; <see langword="null"/> when it is not exported.</summary>
    public Uri? OtlpEndpoint { get; }

    public ScrapeWatch Scrapes => _app.Services.GetRequiredService<ScrapeWatch>();

    /// <summary>Where it listens in fact; the port may have been chosen by the system.</summary>
    public Uri Address => new(_app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single());

    /// <exception cref="ProbeException">The port is in use, or the address is not one of this machine.</exception>
    public static async Task<WebHost> StartAsync(IPEndPoint listen, Prober prober, Readiness readiness, BoardWatch watch)
    {
        var otlp = OtlpExport.FromEnvironment();

        // Not the configuration of whatever folder it is started in; the OpenTelemetry SDK reads its variables from here.
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });
        builder.Configuration.Sources.Clear();
        builder.Configuration.AddInMemoryCollection(OpenTelemetryVariables());
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton<IHostLifetime, NoLifetime>();
        builder.Services.AddSingleton(new ScrapeWatch(TimeProvider.System));
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(listen));
        AddExporters(builder.Services, otlp);
        builder.Services.AddOpenApi("v1", BoardDescription.Configure);
        builder.Services.ConfigureHttpJsonOptions(json =>
        {
            json.SerializerOptions.PropertyNamingPolicy = System.Text.Json.JsonNamingPolicy.SnakeCaseLower;
            json.SerializerOptions.NumberHandling = System.Text.Json.Serialization.JsonNumberHandling.Strict;
            json.SerializerOptions.TypeInfoResolverChain.Insert(0, StatusJson.Default);
        });

        var app = Build(builder, otlp);
        app.MapGet("/healthz", () => prober.IsAlive ? Results.Text("ok\n") : Results.Text("stalled\n", statusCode: StatusCodes.Status503ServiceUnavailable))
            .WithName("getHealth").WithTags("Health").WithSummary("Whether the probe itself is at work, whatever its clusters are.")
            .Produces<string>(contentType: "text/plain").Produces<string>(StatusCodes.Status503ServiceUnavailable, "text/plain");
        app.MapGet("/readyz", () => readiness.State is ReadinessState.Ready ? Results.Text("ok\n") : Results.Text($"{readiness.State.ToString().ToLowerInvariant()}\n", statusCode: StatusCodes.Status503ServiceUnavailable))
            .WithName("getReadiness").WithTags("Health").WithSummary("Whether it measures: from the first send until it is told to stop.")
            .Produces<string>(contentType: "text/plain").Produces<string>(StatusCodes.Status503ServiceUnavailable, "text/plain");
        BoardPage.Map(app);
        StatusApi.Map(app, watch);
        if (IPAddress.IsLoopback(listen.Address))
        {
            FaultApi.Map(app, prober, watch);
        }

        app.MapOpenApi("/openapi/{documentName}.json");
        app.Use(WatchScrapes);
        app.UseOpenTelemetryPrometheusScrapingEndpoint();
        try
        {
            await app.StartAsync();
        }
        catch (IOException e) when (e.InnerException is Microsoft.AspNetCore.Connections.AddressInUseException)
        {
            throw ProbeException.BadUsage($"--listen {listen}: the port is in use; give a free one, or port 0 for any", e);
        }
        catch (SocketException e)
        {
            throw ProbeException.BadUsage($"--listen {listen}: cannot be listened on ({e.Message}); give an address of this machine, like {IPAddress.Loopback}", e);
        }

        return new WebHost(app, otlp?.Endpoint);
    }

    /// <summary>Pushes what is left to be exported.</summary>
    /// <returns>Whether it was taken.</returns>
    public bool Flush() => _app.Services.GetRequiredService<MeterProvider>().ForceFlush(10_000);

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
    }

    /// <summary>The exporter reads its certificates as the host is built, and its other variables are looked at before.</summary>
    private static WebApplication Build(WebApplicationBuilder builder, OtlpExport? otlp)
    {
        try
        {
            return builder.Build();
        }
        catch (Exception e) when (otlp is not null && e is InvalidOperationException or FileNotFoundException)
        {
            throw ProbeException.BadUsage($"OTEL_EXPORTER_OTLP_CERTIFICATE, _CLIENT_CERTIFICATE and _CLIENT_KEY: cannot be used ({e.Message.ReplaceLineEndings(" ").TrimEnd('.')}); give files in PEM", e);
        }
    }

    private static void AddExporters(IServiceCollection services, OtlpExport? otlp)
    {
        var telemetry = services.AddOpenTelemetry().WithMetrics(metrics => metrics
            .AddMeter(KafkaSli.MeterName, ProbeInstruments.MeterName)
            .SetResourceBuilder(ResourceBuilder.CreateEmpty().AddService("kafka-sli-probe").AddTelemetrySdk().AddEnvironmentVariableDetector())
            .AddPrometheusExporter(prometheus => prometheus.ScrapeResponseCacheDurationMilliseconds = 0));
        if (otlp is not null)
        {
            telemetry.UseOtlpExporter();
        }
    }

    private static IEnumerable<KeyValuePair<string, string?>> OpenTelemetryVariables() => Environment
        .GetEnvironmentVariables()
        .Cast<DictionaryEntry>()
        .Select(v => new KeyValuePair<string, string?>((string)v.Key, (string?)v.Value))
        .Where(v => v.Key.StartsWith("OTEL_", StringComparison.Ordinal));

    private static async Task WatchScrapes(HttpContext context, RequestDelegate next)
    {
        var began = TimeProvider.System.GetTimestamp();
        await next(context);
        if (context.Request.Path == "/metrics")
        {
            context.RequestServices.GetRequiredService<ScrapeWatch>().Scraped(began);
        }
    }

    /// <summary>The command owns the signals: it ends the cell first, and the exporters last.</summary>
    private sealed class NoLifetime : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
