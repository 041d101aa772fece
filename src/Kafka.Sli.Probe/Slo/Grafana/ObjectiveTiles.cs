namespace Kafka.Sli.Probe.Slo.Grafana;

/// <summary>How each objective stands now.</summary>
internal static class ObjectiveTiles
{
    /// <summary>The share of the budget that a page goes out at.</summary>
    private const double Page = 0.02;

    public static StatPanel SpentInAnHour(EventQueries events, ObjectiveWindows windows, string legend) => new()
    {
        Title = "State now",
        Description = "Which share of the error budget of its window an objective spends in an hour, while both the last hour and the last 5 minutes are like that. Per cent: at 2% a page goes out. 'No events' where nothing was judged for an hour: nobody knows.",
        Unit = Units.Share,
        Thresholds = new("green", (1e-6, "yellow"), (Page, "red")),
        Texts = [new(-1, -1e-9, "no events", "blue"), new(0, 1e-9, "kept", "green")],
        Queries = [new($"{windows.SpentInAnHour(events)} or ({events.Nobody})", legend) { IsInstant = true }],
        Width = 12,
    };
}
