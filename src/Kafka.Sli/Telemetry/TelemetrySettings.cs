using Kafka.Sli.Objectives;

namespace Kafka.Sli.Telemetry;

/// <summary>What the options of one service say about its telemetry.</summary>
internal sealed record TelemetrySettings
{
    public required IEnumerable<Objective> Objectives { get; init; }

    public required int DestinationLimit { get; init; }

    public required bool Traces { get; init; }

    public required TimeProvider Time { get; init; }

    /// <summary>Knows when this process itself stood still; <see langword="null"/> when nobody does.</summary>
    public required IStallRecord? Stalls { get; init; }

    /// <summary>Where error budgets outlive the process; <see langword="null"/> when they do not.</summary>
    public required ErrorBudgetStore? Budgets { get; init; }

    /// <summary>Hands a change to the application.</summary>
    public required Action<BurnRateAlertEventArgs> TellAlert { get; init; }
}
