namespace Kafka.Sli.Probe.Slo.Grafana;

/// <summary>A line for each cell and objective.</summary>
internal static class ObjectiveTable
{
    public static TablePanel Of(EventQueries events, ObjectiveWindows windows)
    {
        (PanelQuery Query, TableColumn Column)[] columns =
        [
            (Now($"{events.Count("good|bad|excluded", "5m")} * 0 + on ({events.PromisedBy}) group_left () {events.Target}"), new("Target", Units.Share, Decimals: 3)),
            (Now(events.GoodRatio("5m")), new("SLI 5m", Units.Share, Decimals: 3)),
            (Now(events.GoodRatio("1h")), new("SLI 1h", Units.Share, Decimals: 3)),
            (Now(events.GoodRatio("1d")), new("SLI 1d", Units.Share, Decimals: 3)),
            (Now(windows.GoodRatio(events)), new("SLI of its window", Units.Share, Decimals: 4)),
            (Now(windows.ErrorBudget(events)), new("Budget left", Units.Share, Thresholds.ErrorBudget)),
            (Now(events.BurnRate("5m")), new("Burn rate 5m", Units.Multiple, Thresholds.BurnRate)),
            (Now(events.BurnRate("1h")), new("Burn rate 1h", Units.Multiple, Thresholds.BurnRate)),
            (Now(events.BurnRate("6h")), new("Burn rate 6h", Units.Multiple, Thresholds.BurnRate)),
            (Now(events.Count("excluded", "1h")), new("Excluded 1h", Units.Count, Decimals: 0)),
        ];
        return new()
        {
            Title = "Cells and objectives",
            Description = "Share of good events among the good and bad ones, what is left of the error budget (per cent; negative when more than all is spent), and how many times as fast as allowed it is spent. A cell's name leads to its own dashboard.",
            Unit = Units.Multiple,
            Labels = [(SeriesNames.Client, "Cell"), (SeriesNames.Objective, "Objective")],
            Queries = [.. columns.Select(c => c.Query)],
            Columns = [.. columns.Select(c => c.Column)],
            Width = 24,
            Height = 10,
        };
    }

    private static PanelQuery Now(string expression) => new(expression) { IsInstant = true };
}
