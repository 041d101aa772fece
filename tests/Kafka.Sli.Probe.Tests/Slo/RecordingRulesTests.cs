using static System.TimeSpan;
using static Kafka.Sli.Probe.Tests.Slo.RuleStory;

namespace Kafka.Sli.Probe.Tests.Slo;

/// <summary>What Sloth's dashboards show is right where a counter is born, ends, stands still or is there not at all.</summary>
public class RecordingRulesTests
{
    private const string Produce = "produce-500ms";
    private static readonly string Id = $"sloth_id=\"{ExportedPlan.Of("produce: 99.9% < 500ms").Slos[0].Id}\"";

    [Fact]
    public async Task Without_events_there_is_no_sample_rather_than_one_that_is_no_number()
    {
        await Of(ExportedPlan.Of("produce: 99.9% < 500ms"))
            .Events(Produce, "good", Counter((0, FromHours(2))))
            .Events(Produce, "bad", Counter((0, FromHours(2))))
            .Is(FromHours(2), "count(slo:sli_error:ratio_rate5m) or vector(0)", 0)
            .Is(FromHours(2), "count(slo:sli_error:ratio_rate30d) or vector(0)", 0)
            .Is(FromHours(2), "count(slo:period_error_budget_remaining:ratio) or vector(0)", 0)
            .Is(FromHours(2), "sum(slo:objective:ratio)", 0.999)
            .HoldsAsync();
    }

    [Fact]
    public async Task The_budget_is_whole_when_there_were_events_and_none_was_bad()
    {
        await Of(ExportedPlan.Of("produce: 99.9% < 500ms"))
            .Events(Produce, "good", Counter((10, FromMinutes(10)), (0, FromMinutes(20))))
            .Events(Produce, "bad", Counter((0, FromMinutes(30))))
            .Is(FromMinutes(10), $"sum(slo:period_error_budget_remaining:ratio{{{Id}}})", 1)
            .Is(FromMinutes(30), $"sum(slo:period_error_budget_remaining:ratio{{{Id}}})", 1)
            .Is(FromMinutes(30), $"count(slo:current_burn_rate:ratio{{{Id}}}) or vector(0)", 0)
            .HoldsAsync();
    }

    [Fact]
    public async Task The_period_weighs_by_events_and_not_by_time()
    {
        // An hour of 100 events a minute of which 1% was bad, then ten hours of 1 a minute, all good: 60 of 6,600 bad, a budget of 1% spent by 90.9%.
        await Of(ExportedPlan.Of("produce: 99% < 500ms"))
            .Events(Produce, "good", Counter((0, FromMinutes(1)), (99 * 4, FromHours(1)), (4, FromHours(10))))
            .Events(Produce, "bad", Counter((0, FromMinutes(1)), (4, FromHours(1)), (0, FromHours(10))))
            .Is(FromHours(11), "round(sum(slo:period_error_budget_remaining:ratio), 0.001)", 0.091)
            .Is(FromHours(11), "sum(slo:current_burn_rate:ratio)", 0)
            .HoldsAsync();
    }

    [Fact]
    public async Task A_series_that_is_born_in_an_outage_does_not_hide_its_first_errors()
    {
        await Of(ExportedPlan.Of("produce: 99.9% < 500ms"))
            .Events(Produce, "good", $"{Nothing(FromMinutes(30))} 0x20")
            .Events(Produce, "bad", $"{Nothing(FromMinutes(30))} 0+750x20")
            .Is(FromMinutes(31), "sum(slo:sli_error:ratio_rate5m)", 1)
            .Fires(Probe.Slo.BurnRateRules.FastBurn, FromMinutes(31))
            .HoldsAsync();
    }

    [Fact]
    public async Task What_an_instance_that_was_restarted_counts_anew_is_no_error_undone()
    {
        await Of(ExportedPlan.Of("produce: 99.9% < 500ms"))
            .Events(Produce, "good", "0+90x20 0+90x20")
            .Events(Produce, "bad", "0+10x20 0+10x20")
            .Is(FromMinutes(10), "round(sum(slo:sli_error:ratio_rate30m), 0.001)", 0.1)
            .HoldsAsync();
    }

    [Fact]
    public async Task What_is_excluded_counts_neither_way()
    {
        await Of(ExportedPlan.Of("produce: 99.9% < 500ms"))
            .Events(Produce, "good", Counter((90, FromMinutes(10))))
            .Events(Produce, "bad", Counter((10, FromMinutes(10))))
            .Events(Produce, "excluded", Counter((900, FromMinutes(10))))
            .Is(FromMinutes(10), "sum(slo:sli_error:ratio_rate5m)", 0.1)
            .HoldsAsync();
    }

    [Fact]
    public async Task Sloths_dashboards_find_all_that_they_ask_for()
    {
        var story = Of(ExportedPlan.Of("produce: 99.9% < 500ms over 7d"))
            .Events(Produce, "good", Counter((99, FromHours(1))))
            .Events(Produce, "bad", Counter((1, FromHours(1))));
        foreach (var window in (string[])["5m", "30m", "1h", "2h", "6h", "1d", "3d", "1w"])
        {
            story.Is(FromHours(1), $"count(slo:sli_error:ratio_rate{window}{{{Id}, sloth_service=\"main.default.default\", sloth_slo=\"{Produce}\", sloth_window=\"{window}\"}})", 1);
        }

        await story
            .Is(FromHours(1), $"sum(slo:time_period:days{{{Id}}})", 7)
            .Is(FromHours(1), $"sum(slo:error_budget:ratio{{{Id}}})", 0.001)
            .Is(FromHours(1), $"round(sum(slo:current_burn_rate:ratio{{{Id}}}), 0.001)", 10)
            .Is(FromHours(1), $"round(sum(slo:period_burn_rate:ratio{{{Id}}}), 0.001)", 10)
            .Is(FromHours(1), $"round(sum(slo:period_error_budget_remaining:ratio{{{Id}}}), 0.001)", -9)
            .Is(FromHours(1), $"count(sloth_slo_info{{{Id}, sloth_objective=\"99.9\"}})", 1)
            .Is(FromHours(1), $"count(ALERTS{{{Id}, sloth_severity=\"page\", sloth_service=\"main.default.default\"}})", 1)
            .HoldsAsync();
    }
}
