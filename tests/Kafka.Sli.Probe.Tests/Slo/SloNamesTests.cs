using Kafka.Sli.Probe.Slo;

namespace Kafka.Sli.Probe.Tests.Slo;

/// <summary>Cells and objectives may have any names: what is made of them is taken by each tool, and no two are the same.</summary>
public class SloNamesTests
{
    private static readonly SloExport Export = ExportedPlan.OfOddNames();

    [Fact]
    public void Sloth_takes_each_name_and_no_two_SLOs_have_one_id()
    {
        Assert.All(Export.Slos.SelectMany(s => (string[])[s.Service, s.Name, s.Id]), name => Assert.Matches("^[A-Za-z0-9][-A-Za-z0-9_.]*[A-Za-z0-9]$", name));
        Assert.Equal(Export.Slos.Count, Export.Slos.Select(s => s.Id).Distinct().Count());
        Assert.Equal(Export.Cells.Count, Export.Slos.Select(s => s.Service).Distinct().Count());
    }

    [Fact]
    public void A_DNS_label_is_made_of_each_and_no_two_are_the_same()
    {
        var labels = SloNames.OfDns(Export.Slos.Select(s => s.Id));

        Assert.All(labels.Values, label => Assert.Matches("^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$", label));
        Assert.Equal(Export.Slos.Count, labels.Values.Distinct().Count());
    }

    [Theory]
    [InlineData("main/service/steady/acks=all", "main.service.steady.acks-all")]
    [InlineData("produce-orders-*-5s", "produce-orders-5s")]
    [InlineData("5", "5-ef2d127d")]
    public void A_name_can_be_read_as_what_it_is_made_of(string text, string name) => Assert.Equal(name, SloNames.OfSloth([text])[text]);

    [Fact]
    public void Another_cell_in_the_plan_renames_none()
    {
        var names = SloNames.OfSloth(["a/b", "a/c"]);

        Assert.Equal("a.b", SloNames.OfSloth(["a/b"])["a/b"]);
        Assert.Equal("a.b", names["a/b"]);
    }

    [Fact]
    public async Task Prometheus_takes_the_rules_of_all_of_them()
    {
        Promtool.Require();
        var file = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(file, PrometheusRules.Text(Export), TestContext.Current.CancellationToken);

            await Promtool.IsContentAsync("check", "rules", file);
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Fact]
    public async Task An_odd_name_reaches_whoever_is_woken_as_it_is()
    {
        var odd = Export.Cells.Single(c => c.Name == """a/c/default/client.rack={{ $x }}""").Name;
        await RuleStory.Of(Export with { Slos = [.. Export.Slos.Where(s => s.Client == odd)], Cells = [.. Export.Cells.Where(c => c.Name == odd)] })
            .Is(TimeSpan.FromMinutes(5), $"count(ALERTS{{alertname=\"{ProbeAbsentAlert.Name}\", alertstate=\"firing\", kafka_sli_client=\"{odd}\"}})", 1)
            .HoldsAsync();
    }
}
