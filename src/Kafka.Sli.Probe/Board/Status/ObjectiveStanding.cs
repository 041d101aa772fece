using Kafka.Sli.Objectives;

namespace Kafka.Sli.Probe.Board;

/// <summary>How one objective stands in one cell.</summary>
internal sealed record ObjectiveStanding
{
    /// <summary>Its name in metrics.</summary>
    public required string Name { get; init; }

    /// <summary>The one-line form, as in the plan.</summary>
    public required string Text { get; init; }

    /// <summary>The indicator: <c>produce</c>, <c>delivery</c>, ...</summary>
    public required string Sli { get; init; }

    /// <summary>The promised share of good events.</summary>
    public required double Target { get; init; }

    /// <summary>The longest latency of a good event, in seconds.</summary>
    public required double ThresholdSeconds { get; init; }

    /// <summary>The window over which it is promised.</summary>
    public required string Window { get; init; }

    /// <summary>How it stands.</summary>
    public required ObjectiveState State { get; init; }

    /// <summary>Good events since the start.</summary>
    public required long Good { get; init; }

    /// <summary>Bad events since the start.</summary>
    public required long Bad { get; init; }

    /// <summary>Events since the start that say nothing about Kafka.</summary>
    public required long Excluded { get; init; }

    /// <summary>What is left of the error budget: 1 is all, 0 nothing, and below 0 more than all is spent; <see langword="null"/> when no event was judged.</summary>
    public required double? ErrorBudgetRemaining { get; init; }

    /// <summary>For how long it has been watched here. A window that is longer knows of no more than that.</summary>
    public required double KnownForSeconds { get; init; }

    /// <summary>The shortest first.</summary>
    public required IReadOnlyList<WindowStanding> Windows { get; init; }

    /// <summary>The burn rate alerts that fire, by severity and long window, such as <c>page 1h</c>.</summary>
    public required IReadOnlyList<string> Firing { get; init; }

    public static ObjectiveStanding Of(ObjectiveStatus status, TimeSpan knownFor)
    {
        var objective = status.Objective;
        var budgeted = status.Windows.First(w => w.Window == objective.Window);
        var isKnown = budgeted.Good + budgeted.Bad > 0;
        return new()
        {
            Name = objective.Name,
            Text = objective.ToString(),
            Sli = IndicatorNames.Of(objective.Indicator),
            Target = objective.Target,
            ThresholdSeconds = objective.Threshold.TotalSeconds,
            Window = DurationText.Format(objective.Window),
            State = !isKnown ? ObjectiveState.Unknown : status.ErrorBudgetRemaining <= 0 ? ObjectiveState.Exhausted : status.Firing.Count > 0 ? ObjectiveState.Burning : ObjectiveState.Met,
            Good = status.Good,
            Bad = status.Bad,
            Excluded = status.Excluded,
            ErrorBudgetRemaining = isKnown ? status.ErrorBudgetRemaining : null,
            KnownForSeconds = Math.Round(knownFor.TotalSeconds, 1),
            Windows = [.. status.Windows.Select(WindowStanding.Of)],
            Firing = [.. status.Firing.Select(a => $"{(a.Severity == AlertSeverity.Page ? "page" : "ticket")} {DurationText.Format(a.LongWindow)}")],
        };
    }
}
