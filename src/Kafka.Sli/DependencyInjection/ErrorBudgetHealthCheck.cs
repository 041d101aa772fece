using System.Globalization;
using Kafka.Sli.Objectives;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Kafka.Sli.DependencyInjection;

/// <summary>Whether a burn rate alert fires: one that pages makes the service as unhealthy as its registration says, a ticket degrades it.</summary>
internal sealed class ErrorBudgetHealthCheck : IHealthCheck
{
    private readonly KafkaSli _sli;

    public ErrorBudgetHealthCheck(KafkaSli sli) => _sli = sli;

    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var burning = _sli.Objectives.Where(o => o.Firing.Count > 0).ToArray();
        var status = burning.Any(o => o.Firing[0].Severity == AlertSeverity.Page) ? context.Registration.FailureStatus
            : burning.Length > 0 ? HealthStatus.Degraded
            : HealthStatus.Healthy;
        var description = burning.Length == 0 ? "No objective burns its error budget." : string.Join("; ", burning.Select(Describe));
        return Task.FromResult(new HealthCheckResult(
            status, description, data: _sli.Objectives.ToDictionary(o => o.Objective.Name, o => (object)o.ErrorBudgetRemaining)));
    }

    private static string Describe(ObjectiveStatus status)
    {
        var alert = status.Firing[0];
        var rate = status.Windows.First(w => w.Window == alert.LongWindow).BurnRate;
        var left = status.ErrorBudgetRemaining > 0 ? status.ErrorBudgetRemaining.ToString("0.#%", CultureInfo.InvariantCulture) : "nothing";
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{status.Objective.Name} burns its error budget {rate:0.#} times too fast over {DurationText.Format(alert.LongWindow)}, {left} is left");
    }
}
