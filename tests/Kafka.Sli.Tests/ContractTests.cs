using System.Diagnostics.Metrics;
using System.Text.RegularExpressions;

namespace Kafka.Sli.Tests;

/// <summary>The published contract and the code say the same.</summary>
public partial class ContractTests
{
    [Fact]
    public void Each_instrument_stands_in_the_contract_with_its_kind_and_unit_and_nothing_else_does()
    {
        var documented = InstrumentRow()
            .Matches(File.ReadAllText(Repository.File("docs", "sli-contract.md")))
            .Select(m => (m.Groups["name"].Value, m.Groups["kind"].Value, m.Groups["unit"].Value))
            .Order();

        Assert.Equal(Published().Order(), documented);
    }

    [Fact]
    public void Buckets_in_the_contract_are_those_of_the_histograms()
    {
        using var sli = KafkaSli.Create();
        var contract = File.ReadAllText(Repository.File("docs", "sli-contract.md"));

        var line = BucketLine().Match(contract).Groups["buckets"].Value;

        Assert.Equal(string.Join(", ", sli.Telemetry.Instruments.ProduceDuration.Advice!.HistogramBucketBoundaries!), line);
    }

    private static List<(string Name, string Kind, string Unit)> Published()
    {
        var published = new List<(string, string, string)>();
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, _) =>
            {
                lock (published)
                {
                    published.Add((instrument.Name, KindOf(instrument), instrument.Unit!));
                }
            },
        };
        using var sli = KafkaSli.Create();
        listener.Start();
        lock (published)
        {
            // Other tests have meters of the same name in this process.
            return [.. published.Where(p => Names().IsMatch(p.Item1)).Distinct()];
        }
    }

    private static string KindOf(Instrument instrument) => instrument.GetType().Name.Split('`')[0] switch
    {
        "Histogram" => "histogram",
        "Counter" or "ObservableCounter" => "counter",
        "ObservableUpDownCounter" => "up-down counter",
        "ObservableGauge" => "gauge",
        var other => other,
    };

    [GeneratedRegex(@"^\| `(?<name>(kafka\.sli|messaging)\.[\w.]+)` \| (?<kind>[\w -]+) \| (?<unit>\S+) \|", RegexOptions.Multiline | RegexOptions.ExplicitCapture)]
    private static partial Regex InstrumentRow();

    [GeneratedRegex(@"^(kafka\.sli|messaging)\.")]
    private static partial Regex Names();

    [GeneratedRegex(@"^    (?<buckets>0\.001, .*)$", RegexOptions.Multiline | RegexOptions.ExplicitCapture)]
    private static partial Regex BucketLine();
}
