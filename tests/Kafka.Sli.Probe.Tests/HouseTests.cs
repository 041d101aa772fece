using ArchUnitNET.Domain;
using ArchUnitNET.Loader;
using Kafka.Sli.Probe.Plan;

namespace Kafka.Sli.Probe.Tests;

/// <summary>Dependencies point one way in the probe too.</summary>
public class HouseTests
{
    private const string Root = "Kafka.Sli.Probe";

    private static readonly Architecture Probe = new ArchLoader().LoadAssemblies(typeof(ProbePlan).Assembly).Build();

    [Theory]
    [InlineData("Wire")]
    [InlineData("Clocks", "Wire")]
    [InlineData("Ledger", "Wire")]
    [InlineData("Embedded")]
    [InlineData("Plan", "Embedded")]
    [InlineData("Topics")]
    [InlineData("Judging", "Ledger")]
    [InlineData("Probing", "Plan", "Topics", "Embedded", "Ledger", "Clocks", "Judging")]
    [InlineData("External", "Probing", "Plan", "Ledger", "Clocks", "Judging")]
    [InlineData("Comparing", "Probing", "Plan", "Embedded", "Ledger", "Judging", "Clocks")]
    [InlineData("Slo", "Plan")]
    [InlineData("Board", "Probing", "Plan", "Topics", "Embedded", "Ledger")]
    [InlineData("Slo.Grafana", "Plan")]
    [InlineData("Commands", "Comparing", "External", "Board", "Slo", "Slo.Grafana", "Probing", "Plan", "Topics", "Embedded", "Ledger", "Clocks", "Judging")]
    public void A_room_depends_on_none_but(string room, params string[] allowed)
    {
        // What lies in no room is for all of them: the exit codes and the exception that ends the probe with one.
        var known = allowed.Append(room).Select(r => $"{Root}.{r}").Append(Root).ToHashSet();

        // Methods of the same name that the compiler makes for two JSON contexts are one to ArchUnitNET.
        var inside = Probe.Types.Where(t => t.Namespace.FullName == $"{Root}.{room}" && t is not Class { BaseClass.Name: "JsonSerializerContext" }).ToArray();

        var wrong = inside
            .SelectMany(type => type.Dependencies.Select(d => (From: type.Name, To: d.Target)))
            .Where(d => d.To.Namespace?.FullName.StartsWith(Root, StringComparison.Ordinal) == true && !known.Contains(d.To.Namespace.FullName))
            .Select(d => $"{d.From} -> {d.To.FullName}")
            .Distinct();

        Assert.NotEmpty(inside);
        Assert.Empty(wrong);
    }
}
