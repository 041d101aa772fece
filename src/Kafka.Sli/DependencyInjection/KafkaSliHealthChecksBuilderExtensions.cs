using Kafka.Sli;
using Kafka.Sli.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds Kafka.Sli to the health checks of a service.</summary>
public static class KafkaSliHealthChecksBuilderExtensions
{
    /// <summary>
    /// Adds a check that tells whether an objective burns its error budget: degraded while a ticket alert fires, <paramref name="failureStatus"/> while one fires
    /// that pages. It tells of Kafka as the service sees it, which a restart of the service does not cure: not for a liveness probe.
    /// </summary>
    /// <param name="builder">The service's health checks.</param>
    /// <param name="name">The check's name.</param>
    /// <param name="failureStatus">What a page means; <see langword="null"/> for <see cref="HealthStatus.Unhealthy"/>.</param>
    /// <param name="tags">The check's tags.</param>
    /// <returns><paramref name="builder"/>.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="builder"/> is <see langword="null"/>.</exception>
    public static IHealthChecksBuilder AddKafkaSli(
        this IHealthChecksBuilder builder, string name = "kafka-sli", HealthStatus? failureStatus = null, IEnumerable<string>? tags = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        return builder.Add(new HealthCheckRegistration(
            name, static services => new ErrorBudgetHealthCheck(services.GetRequiredService<KafkaSli>()), failureStatus, tags));
    }
}
