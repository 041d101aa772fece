using Kafka.Sli.Objectives;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Kafka.Sli.DependencyInjection;

/// <summary>Says once, at start, which objectives have alerts that can never fire, so that nobody trusts their silence.</summary>
internal sealed class SilentAlerts : IHostedService
{
    private readonly KafkaSliOptions _options;
    private readonly ILogger _logger;

    public SilentAlerts(IOptions<KafkaSliOptions> options, ILoggerFactory? loggerFactory = null)
    {
        _options = options.Value;
        _logger = loggerFactory?.CreateLogger<KafkaSli>() ?? NullLogger<KafkaSli>.Instance;
    }

    public Task StartAsync(CancellationToken cancellationToken)
    {
        SilentAlert.Warn(_options.Objectives, _logger);
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
