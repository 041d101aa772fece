using System.Globalization;
using Microsoft.Extensions.Logging;

namespace Kafka.Sli.Objectives;

/// <summary>What is to be said of alerts that can never fire.</summary>
internal static partial class SilentAlert
{
    public static void Warn(IEnumerable<Objective> objectives, ILogger logger)
    {
        foreach (var warning in objectives.SelectMany(Of))
        {
            LogSilent(logger, warning);
        }
    }

    /// <summary>One line for each.</summary>
    public static IEnumerable<string> Of(Objective objective)
    {
        var alerts = BurnRateAlert.Of(objective);
        return alerts.Count == 0
            ? [$"the objective '{objective.Name}' has no burn rate alerts, for its window, {DurationText.Format(objective.Window)}, is shorter than 1h, the shortest that an alert looks at"]
            : alerts.Where(alert => !alert.CanFire(objective)).Select(alert => Of(objective, alert));
    }

    private static string Of(Objective objective, BurnRateAlert alert) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"the objective '{objective.Name}' can never fire its alert over {DurationText.Format(alert.LongWindow)}: that takes a burn rate above {alert.Factor:0.##}, ")
        + string.Create(
            CultureInfo.InvariantCulture,
            $"and with a target of {objective.Target:0.######%} the highest there is, when all is bad, is {1 / objective.BadRatioAllowed:0.##}; raise the target");

    [LoggerMessage(3, LogLevel.Warning, "Kafka.Sli: {Warning}")]
    private static partial void LogSilent(ILogger logger, string warning);
}
