using System.Text.RegularExpressions;

namespace Kafka.Sli.Probe.Tests.Documents;

/// <summary>A page that names a figure names one that there is. That those of the tables exist, other tests hold.</summary>
public partial class NameTests
{
    [Fact]
    public void Every_figure_and_attribute_that_a_page_names_stands_in_the_contract_or_in_the_tables_of_the_probe()
    {
        string[] tables = ["docs/sli-contract.md", "docs/plan.md", "docs/probe.md"];
        var known = Document.All.Where(d => tables.Contains(d.Name)).SelectMany(d => Row().Matches(d.Text)).SelectMany(row => Name().Matches(row.Value)).Select(m => m.Groups["name"].Value).ToHashSet();

        var named = Document.All.SelectMany(d => Name().Matches(d.Text).Select(m => (Page: d.Name, Name: m.Groups["name"].Value)));

        Assert.True(known.Count > 50, $"only {known.Count} names were found");
        Assert.Empty(named.Where(n => !known.Contains(n.Name)).Select(n => $"{n.Page}: {n.Name}").Distinct());
    }

    [GeneratedRegex(@"^\|.*$", RegexOptions.Multiline)]
    private static partial Regex Row();

    /// <summary>Not what stands for several, like <c>kafka.sli.objective.*</c>.</summary>
    [GeneratedRegex(@"`(?<name>(kafka\.sli|messaging\.(client|process))\.[a-z_]+(\.[a-z_]+)*)`", RegexOptions.ExplicitCapture)]
    private static partial Regex Name();
}
