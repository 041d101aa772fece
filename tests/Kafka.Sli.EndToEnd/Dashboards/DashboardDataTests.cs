using Kafka.Sli.EndToEnd.Prometheus;

namespace Kafka.Sli.EndToEnd.Dashboards;

public sealed class DashboardDataTests(ScrapedSystem system)
{
    /// <summary>They compare instances, and there is one.</summary>
    private static readonly string[] OfSeveralInstances = ["Clocks apart", "Clocks apart, uncertainty"];

    [Theory]
    [InlineData("overview")]
    [InlineData("cell")]
    [InlineData("client", "shop")]
    public async Task Each_query_of_each_panel_has_data(string name, string? job = null)
    {
        Assert.SkipWhen(PrometheusServer.WhyNot is not null, PrometheusServer.WhyNot ?? "");
        var dashboard = await WrittenDashboard.ReadAsync(system.PlanPath, name);
        var range = system.Age;
        var chosen = await Templating.ChooseAsync(dashboard, system.Prometheus, range, job);

        Assert.All(chosen.Found, v => Assert.True(v.Value.Count > 0, $"${v.Key} has no values"));
        var silent = new List<(string Title, string Query)>();
        foreach (var panel in dashboard.Panels.Where(p => !p.IsRow))
        {
            Assert.NotEmpty(panel.Queries);
            foreach (var (expression, isInstant, _) in panel.Queries)
            {
                var query = chosen.Replace(expression);
                var found = isInstant ? await system.Prometheus.QueryAsync(query) : await system.Prometheus.QueryRangeAsync(query, range, TimeSpan.FromSeconds(1));
                if (!found.Any(s => s.HasNumbers))
                {
                    silent.Add((panel.Title, query));
                }
            }
        }

        Assert.True(silent.Select(s => s.Title).SequenceEqual(name == "cell" ? OfSeveralInstances : []), string.Join('\n', silent));
    }

    [Fact]
    public async Task The_first_outage_is_seen_though_its_series_was_not_there_before()
    {
        Assert.SkipWhen(PrometheusServer.WhyNot is not null, PrometheusServer.WhyNot ?? "");
        var dashboard = await WrittenDashboard.ReadAsync(system.PlanPath, "overview");
        var chosen = await Templating.ChooseAsync(dashboard, system.Prometheus, system.Age);

        var outages = dashboard.Panels.First(p => p.Title == "Outages").Queries[0].Expression;
        var state = dashboard.Panels.Single(p => p.Title == "State now").Queries[0].Expression;

        // The longer it was well before, the longer it takes until so much of an hour's budget is spent.
        await using (await system.BreakBrokerAsync())
        {
            await system.UntilAsync(chosen.Replace(state), states => states.Any(s => s.Values[0] > 0.02));
        }

        await system.UntilAsync(chosen.Replace(outages), cells => cells.Count == 2 && cells.All(c => c.Values[0] >= 1));
    }

    [Fact]
    public async Task A_latency_of_a_traced_request_leads_to_its_trace()
    {
        Assert.SkipWhen(PrometheusServer.WhyNot is not null, PrometheusServer.WhyNot ?? "");
        var dashboard = await WrittenDashboard.ReadAsync(system.PlanPath, "client");
        var chosen = await Templating.ChooseAsync(dashboard, system.Prometheus, system.Age, "shop");

        var produce = dashboard.Panels.First(p => p.Title == "Produce").Queries.First(q => q.HasExemplars);

        Assert.Contains(await system.Prometheus.ExemplarTracesAsync(chosen.Replace(produce.Expression), system.Age), t => t.Length == 32);
    }
}
