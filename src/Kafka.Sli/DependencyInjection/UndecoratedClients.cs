using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Kafka.Sli.DependencyInjection;

/// <summary>Says once, at start, which registered clients are not measured, so that nobody finds out in an outage.</summary>
internal sealed partial class UndecoratedClients : IHostedService
{
    private readonly DecoratedServices _decorated;
    private readonly ILogger _logger;

    public UndecoratedClients(DecoratedServices decorated, ILoggerFactory? loggerFactory = null)
    {
        _decorated = decorated;
        _logger = loggerFactory?.CreateLogger<KafkaSli>() ?? NullLogger<KafkaSli>.Instance;
    }

    public Task StartAsync(CancellationToken cancellationToken)
    {
        var names = _decorated.Undecorated.Select(NameOf).ToArray();
        if (names.Length > 0)
        {
            LogUndecorated(string.Join(", ", names));
        }

        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private static string NameOf(ServiceDescriptor descriptor)
    {
        var type = descriptor.ServiceType;
        var name = $"{type.Name.Split('`')[0]}<{string.Join(", ", type.GetGenericArguments().Select(a => a.Name))}>";
        return descriptor.ServiceKey is null ? name : $"{name} with key '{descriptor.ServiceKey}'";
    }

    [LoggerMessage(
        2,
        LogLevel.Warning,
        "Kafka.Sli does not measure {Clients}. Registered after AddKafkaSli()? Call it after the registrations, or on the host application builder, "
        + "where order does not matter. Of open generic registrations only the last of a type and key is measured, and none that wants its key.")]
    private partial void LogUndecorated(string clients);
}
