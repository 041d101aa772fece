using Kafka.Sli.Probe.Comparing;
using Kafka.Sli.Probe.Plan;

namespace Kafka.Sli.Probe.Tests.Comparing;

/// <summary>A comparison takes nothing from a probe that is at work by the same plan.</summary>
public class ComparedPlanTests
{
    [Fact]
    public void Topics_and_groups_are_apart_and_all_else_is_the_same()
    {
        var (plan, faults) = PlanFile.Parse("clusters: { c: { bootstrap.servers: 'k:9092' } }\nprofiles: { a: { }, b: { consumer: { group.id: shared, fetch.min.bytes: 2 } } }", Path.GetTempPath(), static _ => null);
        Assert.Empty(faults.Errors);

        var cells = ComparedPlan.Of(plan!).Cells;

        Assert.Equal(["kafka-sli-probe.c.a.default.compare", "kafka-sli-probe.c.b.default.compare"], cells.Select(c => c.Topic));
        Assert.Equal(["kafka-sli-probe.c.a.default-group.compare", "shared.compare"], cells.Select(c => c.Group));
        Assert.Equal(new Dictionary<string, string> { ["group.id"] = "shared.compare", ["fetch.min.bytes"] = "2" }, cells[1].Consumer);
        Assert.Empty(cells[0].Consumer);
        Assert.Equal(plan!.Cells.Select(c => c.Name), cells.Select(c => c.Name));
    }

    [Fact]
    public void A_name_that_is_too_long_by_that_is_told()
    {
        var name = new string('x', 80);
        var (plan, faults) = PlanFile.Parse($"clusters: {{ {name[..60]}: {{ bootstrap.servers: 'k:9092' }} }}\nprofiles: {{ {name}: {{ }} }}\nloads: {{ {name}: {{ }} }}", Path.GetTempPath(), static _ => null);
        Assert.Empty(faults.Errors.Select(f => f.In("p.yaml")));

        var e = Assert.Throws<ProbeException>(() => ComparedPlan.Of(plan!));
        Assert.StartsWith($"{name[..60]}/{name}/{name}: its topic has '.compare' behind its name while it is compared: ", e.Message, StringComparison.Ordinal);
    }
}
