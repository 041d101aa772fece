using System.Text.RegularExpressions;
using Kafka.Sli.Probe.Slo;
using static System.TimeSpan;
using static Kafka.Sli.Probe.Slo.BurnRateRules;
using static Kafka.Sli.Probe.Tests.Slo.RuleStory;

namespace Kafka.Sli.Probe.Tests.Slo;

/// <summary>Each alert fires, does not fire, and stops, as Prometheus itself evaluates the rules.</summary>
public partial class BurnRateRulesTests
{
    private const string Produce = "produce-500ms";

    [Fact]
    public async Task A_total_outage_pages_when_two_percent_of_the_budget_are_spent_and_stops_soon_after()
    {
        // 3600 s x 14.4 x 0.1% = 51.84 s, a sample, an evaluation.
        var outage = FromHours(2);
        await Of(ExportedPlan.Of("produce: 99.9% < 500ms"))
            .Events(Produce, "good", Counter((1500, outage), (0, FromMinutes(5)), (1500, FromMinutes(30))))
            .Events(Produce, "bad", Counter((0, outage), (1500, FromMinutes(5)), (0, FromMinutes(30))))
            .IsQuiet(FastBurn, FromHours(1), outage, outage + FromSeconds(45))
            .Fires(FastBurn, outage + FromSeconds(52 + 15 + 30), outage + FromMinutes(5))
            .IsQuiet(FastBurn, outage + FromMinutes(5 + 31))
            .HoldsAsync();
    }

    [Fact]
    public async Task The_budget_that_is_just_being_kept_pages_nobody()
    {
        await Of(ExportedPlan.Of("produce: 99.9% < 500ms"))
            .Events(Produce, "good", Counter((999, FromHours(7))))
            .Events(Produce, "bad", Counter((1, FromHours(7))))
            .IsQuiet(FastBurn, FromHours(1), FromHours(7))
            .IsQuiet(SlowBurn, FromHours(1), FromHours(7))
            .HoldsAsync();
    }

    [Fact]
    public async Task A_slow_burn_opens_a_ticket_and_wakes_nobody()
    {
        var burn = FromHours(6);
        await Of(ExportedPlan.Of("produce: 99.9% < 500ms"))
            .Events(Produce, "good", Counter((1000, FromHours(2)), (996, burn), (1000, FromHours(7))))
            .Events(Produce, "bad", Counter((0, FromHours(2)), (4, burn), (0, FromHours(7))))
            .IsQuiet(SlowBurn, FromHours(2))
            .Fires(SlowBurn, FromHours(2) + burn)
            .IsQuiet(SlowBurn, FromHours(2) + burn + FromHours(7))
            .IsQuiet(FastBurn, FromHours(2) + burn)
            .HoldsAsync();
    }

    [Theory]
    [InlineData("produce: 99.9% < 500ms", "5m>14.4 1h>14.4 30m>6 6h>6", "2h>3 1d>3 6h>1 3d>1")]
    [InlineData("produce: 99.9% < 500ms over 7d", "5m>3.36 1h>3.36 30m>1.4 6h>1.4", "2h>0.7 1d>0.7 6h>0.233333333333 3d>0.233333333333")]
    [InlineData("produce: 99.9% < 500ms over 1d", "5m>0.48 1h>0.48 30m>0.2 6h>0.2", "2h>0.1 1d>0.1")]
    [InlineData("produce: 90% < 500ms", "30m>6 6h>6", "2h>3 1d>3 6h>1 3d>1")]
    [InlineData("produce: 50% < 500ms over 3d", "5m>1.44 1h>1.44 30m>0.6 6h>0.6", "2h>0.3 1d>0.3 6h>0.1 3d>0.1")]
    [InlineData("produce: 50% < 500ms", "", "6h>1 3d>1")]
    [InlineData("produce: 99% < 500ms over 30m", "", "")]
    public void Burn_rates_follow_the_objectives_window_and_what_cannot_fire_is_left_out(string objective, string page, string ticket)
    {
        var rules = BurnRateRules.Of(ExportedPlan.Of(objective).Slos[0], Runbook.Default).ToDictionary(r => r.Labels["severity"], r => r.Expr);

        Assert.Equal(page, Conditions(rules.GetValueOrDefault("page", "")));
        Assert.Equal(ticket, Conditions(rules.GetValueOrDefault("ticket", "")));
    }

    [Fact]
    public async Task Of_several_instances_that_are_one_probe_all_events_count()
    {
        var outage = FromHours(1);
        await Of(ExportedPlan.Of("produce: 99.9% < 500ms"))
            .Events(Produce, "good", Counter((1500, outage), (1500, FromMinutes(10))), "a")
            .Events(Produce, "bad", Counter((0, outage), (0, FromMinutes(10))), "a")
            .Events(Produce, "good", Counter((1500, outage), (1470, FromMinutes(10))), "b")
            .Events(Produce, "bad", Counter((0, outage), (30, FromMinutes(10))), "b")
            .Is(outage + FromMinutes(10), "sum(slo:sli_error:ratio_rate5m)", 0.01)
            .HoldsAsync();
    }

    [Fact]
    public void An_alert_says_what_is_promised_what_is_spent_and_where_to_read_on()
    {
        var page = BurnRateRules.Of(ExportedPlan.Of("produce: 99.9% < 500ms").Slos[0], new Runbook("https://wiki.example/kafka")).First();

        Assert.Equal("https://wiki.example/kafka#kafkaslierrorbudgetfastburn", page.Annotations!["runbook_url"]);
        Assert.Contains("Promised is produce: 99.9% < 500ms.", page.Annotations["description"], StringComparison.Ordinal);
        Assert.Contains("2% within 1h (burn rate 14.4), still in the last 5m; 5% within 6h (burn rate 6), still in the last 30m", page.Annotations["description"], StringComparison.Ordinal);
        Assert.Equal(("page", ExportedPlan.Cell, Produce, "main"), (page.Labels["severity"], page.Labels["kafka_sli_client"], page.Labels["kafka_sli_objective"], page.Labels["kafka_cluster"]));
    }

    private static string Conditions(string expr) => string.Join(' ', Condition().Matches(expr).Select(m => $"{m.Groups["window"]}>{m.Groups["factor"]}"));

    [GeneratedRegex(@"ratio_rate(?<window>\w+)\{.*> (?<factor>[\d.]+)", RegexOptions.ExplicitCapture)]
    private static partial Regex Condition();
}
