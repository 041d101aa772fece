using System.Diagnostics.Metrics;
using Kafka.Sli;
using Kafka.Sli.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds Kafka.Sli to a service.</summary>
public static class KafkaSliServiceCollectionExtensions
{
    /// <summary>
    /// Measures every <c>IProducer&lt;,&gt;</c> and <c>IConsumer&lt;,&gt;</c> that is registered so far, and makes the meter
    /// <c>Kafka.Sli</c> known to OpenTelemetry. One that is registered later is named by a warning at start.
    /// Calling it again decorates what came in between. With <c>KAFKA_SLI_DISABLED=true</c> in the environment nothing is decorated.
    /// </summary>
    /// <param name="services">The service's registrations.</param>
    /// <param name="configure">Sets what is measured and judged, after what the section <c>Kafka:Sli</c> of the configuration says (<c>Kafka:Sli:Objectives</c>). Wrong options stop the host at start with an <see cref="OptionsValidationException"/>.</param>
    /// <returns><paramref name="services"/>.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="services"/> is <see langword="null"/>.</exception>
    public static IServiceCollection AddKafkaSli(this IServiceCollection services, Action<KafkaSliOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        var decorated = Decorated(services);
        if (configure is not null)
        {
            services.Configure(configure);
        }

        decorated?.DecorateAll();
        return services;
    }

    /// <summary>Registers what stands beside the clients, once.</summary>
    /// <returns><see langword="null"/> when Kafka.Sli is disabled.</returns>
    internal static DecoratedServices? Decorated(IServiceCollection services)
    {
        if (services.FirstOrDefault(d => d.ServiceType == typeof(DecoratedServices))?.ImplementationInstance is DecoratedServices known)
        {
            return known;
        }

        services.AddOptions();
        services.TryAddSingleton(Make);
        if (KafkaSliSwitch.IsOff)
        {
            return null;
        }

        var decorated = new DecoratedServices(services);
        services.AddSingleton(decorated);
        services.AddTransient<ClientEnd>();
        services.AddOptions<KafkaSliOptions>().ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IConfigureOptions<KafkaSliOptions>, ConfiguredOptions>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<KafkaSliOptions>, KafkaSliOptionsValidator>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, UndecoratedClients>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, SilentAlerts>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, UncollectedMetrics>());
        services.ConfigureOpenTelemetryMeterProvider(metrics => metrics.AddMeter(KafkaSli.MeterName));
        services.ConfigureOpenTelemetryMeterProvider((provider, metrics) =>
        {
            if (OptionsOf(provider).Conventions)
            {
                metrics.AddMeter(KafkaSli.MessagingMeterName);
            }
        });
        services.ConfigureOpenTelemetryTracerProvider((provider, tracing) =>
        {
            if (OptionsOf(provider) is { Traces: true } or { ProcessSpans: true })
            {
                tracing.AddSource(KafkaSli.ActivitySourceName);
            }
        });
        return decorated;
    }

    private static KafkaSliOptions OptionsOf(IServiceProvider services) => services.GetRequiredService<IOptions<KafkaSliOptions>>().Value;

    /// <summary>
    /// The logger is looked up when there is something to log: a log provider may itself need a producer, and with it all this.
    /// </summary>
    private static KafkaSli Make(IServiceProvider services) => KafkaSli.Make(
        OptionsOf(services),
        services.GetService<IMeterFactory>(),
        () => services.GetService<ILoggerFactory>());
}
