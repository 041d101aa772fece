using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Kafka.Sli.DependencyInjection;

/// <summary>Says once, at start, that the host has no OpenTelemetry metrics. No warning: a listener may hear the meter, and alerts need nobody.</summary>
internal sealed partial class UncollectedMetrics : IHostedService
{
    private readonly DecoratedServices _decorated;
    private readonly ILogger _logger;

    public UncollectedMetrics(DecoratedServices decorated, ILoggerFactory? loggerFactory = null)
    {
        _decorated = decorated;
        _logger = loggerFactory?.CreateLogger<KafkaSli>() ?? NullLogger<KafkaSli>.Instance;
    }

    public Task StartAsync(CancellationToken cancellationToken)
    {
        if (!_decorated.HaveMeterProvider)
        {
            LogUncollected(KafkaSli.MeterName);
        }

        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    [LoggerMessage(
        6,
        LogLevel.Information,
        "Kafka.Sli measures, and no OpenTelemetry of this host exports it: there is no MeterProvider. Call AddOpenTelemetry().WithMetrics() with an exporter, "
        + "or listen to the meter {Meter}.")]
    private partial void LogUncollected(string meter);
}
