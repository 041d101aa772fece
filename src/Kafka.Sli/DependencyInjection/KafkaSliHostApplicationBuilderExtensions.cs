using Kafka.Sli;
using Kafka.Sli.DependencyInjection;
using Microsoft.Extensions.DependencyInjection;

namespace Microsoft.Extensions.Hosting;

/// <summary>Adds Kafka.Sli to a host.</summary>
public static class KafkaSliHostApplicationBuilderExtensions
{
    /// <summary>
    /// Measures every <c>IProducer&lt;,&gt;</c> and <c>IConsumer&lt;,&gt;</c> of the host, whether it is registered before or
    /// after this call, and makes the meter <c>Kafka.Sli</c> known to OpenTelemetry.
    /// With <c>KAFKA_SLI_DISABLED=true</c> in the environment nothing is decorated.
    /// </summary>
    /// <typeparam name="TBuilder">The builder's own type.</typeparam>
    /// <param name="builder">The host's builder.</param>
    /// <param name="configure">Sets what is measured and judged, after what the section <c>Kafka:Sli</c> of the configuration says (<c>Kafka:Sli:Objectives</c>). Wrong options stop the host at start with an <see cref="Options.OptionsValidationException"/>.</param>
    /// <returns><paramref name="builder"/>.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="builder"/> is <see langword="null"/>.</exception>
    public static TBuilder AddKafkaSli<TBuilder>(this TBuilder builder, Action<KafkaSliOptions>? configure = null)
        where TBuilder : IHostApplicationBuilder
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.AddKafkaSli(configure);
        if (KafkaSliServiceCollectionExtensions.Decorated(builder.Services) is { } decorated)
        {
            HostBuilding.DecorateClientsOf(builder, decorated);
        }

        return builder;
    }
}
