using System.Diagnostics.Metrics;
using System.Text.RegularExpressions;
using Kafka.Sli.Telemetry;

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
    public void Each_instrument_says_what_it_means_where_it_is_made_and_in_the_contract()
    {
        var contract = File.ReadAllText(Repository.File("docs", "sli-contract.md"));

        Assert.All(InstrumentRow().Matches(contract), m => Assert.False(string.IsNullOrWhiteSpace(m.Groups["means"].Value), m.Value));
        Assert.All(Instruments(), i => Assert.False(string.IsNullOrWhiteSpace(i.Description), i.Name));
    }

    [Fact]
    public void Each_attribute_stands_in_the_contract_and_nothing_else_does()
    {
        var attributes = typeof(SliAttributes).GetFields().Where(f => f.IsLiteral).Select(f => (string)f.GetRawConstantValue()!);
        var table = File.ReadAllText(Repository.File("docs", "sli-contract.md")).Split("### Attributes")[1].Split("\n\n")[1];

        Assert.Equal(attributes.Order(StringComparer.Ordinal), AttributeRow().Matches(table).Select(m => m.Groups["name"].Value).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Buckets_in_the_contract_are_those_of_the_histograms()
    {
        using var sli = KafkaSli.Create();
        var contract = File.ReadAllText(Repository.File("docs", "sli-contract.md"));

        var line = BucketLine().Match(contract).Groups["buckets"].Value;

        Assert.Equal(string.Join(", ", sli.Telemetry.Instruments.ProduceDuration.Advice!.HistogramBucketBoundaries!), line);
    }

    private static IEnumerable<(string Name, string Kind, string Unit)> Published() => Instruments().Select(i => (i.Name, KindOf(i), i.Unit!)).Distinct();

    private static List<Instrument> Instruments()
    {
        var published = new List<Instrument>();
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, _) =>
            {
                lock (published)
                {
                    published.Add(instrument);
                }
            },
        };
        using var sli = KafkaSli.Create();
        listener.Start();
        lock (published)
        {
            // Other tests have meters of the same name in this process.
            return [.. published.Where(i => Names().IsMatch(i.Name))];
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

    [GeneratedRegex(@"^\| `(?<name>(kafka\.sli|messaging)\.[\w.]+)` \| (?<kind>[\w -]+) \| (?<unit>\S+) \| (?<means>.*) \|$", RegexOptions.Multiline | RegexOptions.ExplicitCapture)]
    private static partial Regex InstrumentRow();

    [GeneratedRegex(@"^\| `(?<name>[\w.]+)` \|", RegexOptions.Multiline | RegexOptions.ExplicitCapture)]
    private static partial Regex AttributeRow();

    [GeneratedRegex(@"^(kafka\.sli|messaging)\.")]
    private static partial Regex Names();

    [GeneratedRegex(@"^    (?<buckets>0\.001, .*)$", RegexOptions.Multiline | RegexOptions.ExplicitCapture)]
    private static partial Regex BucketLine();
}
