using System.Diagnostics.Metrics;
using System.Text.RegularExpressions;
using Kafka.Sli.Probe.Plan;
using Kafka.Sli.Probe.Probing;

namespace Kafka.Sli.Probe.Tests.Plan;

public partial class PlanDocsTests
{
    private static readonly string Docs = File.ReadAllText(Repository.File("docs", "plan.md"));

    [Fact]
    public void Every_key_of_a_plan_is_in_the_docs()
    {
        foreach (var type in (Type[])[typeof(PlanDocument), typeof(ClusterDocument), typeof(ProfileDocument), typeof(LoadDocument), typeof(KeysDocument), typeof(BurstDocument)])
        {
            Assert.All(PlanKeys.Of(type).All, k => Assert.Matches($@"[`.{{ ]{Regex.Escape(k.Key.Name)}[`.:]", Docs));
        }
    }

    [Fact]
    public void Every_instrument_of_the_probes_own_is_in_the_docs_with_its_kind_and_unit_and_the_docs_have_no_other()
    {
        var documented = Row().Matches(Docs + File.ReadAllText(Repository.File("docs", "probe.md")))
            .Select(m => (m.Groups["name"].Value, m.Groups["kind"].Value, m.Groups["unit"].Value));

        Assert.Equal(Made().Select(i => (i.Name, KindOf(i), i.Unit!)).Distinct().Order(), documented.Order());
        Assert.All(Row().Matches(Docs), m => Assert.False(string.IsNullOrWhiteSpace(m.Groups["means"].Value), m.Value));
        Assert.All(Made(), i => Assert.False(string.IsNullOrWhiteSpace(i.Description), i.Name));
    }

    /// <summary>Of the meter's instruments; tests that run meanwhile make the same ones.</summary>
    private static List<Instrument> Made()
    {
        var made = new List<Instrument>();
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, _) =>
            {
                if (instrument.Meter.Name == ProbeInstruments.MeterName)
                {
                    lock (made)
                    {
                        made.Add(instrument);
                    }
                }
            },
        };
        listener.Start();
        using var instruments = new ProbeInstruments(static () => [], static () => []);
        using var watch = new StallWatch(TimeProvider.System);
        using var stalls = new StallInstruments(watch);
        lock (made)
        {
            return [.. made];
        }
    }

    private static string KindOf(Instrument instrument) => instrument.GetType().Name.Split('`')[0].Replace("Observable", "", StringComparison.Ordinal) switch
    {
        "Histogram" => "histogram",
        "Counter" => "counter",
        "Gauge" => "gauge",
        var other => other,
    };

    [GeneratedRegex(@"^\| `(?<name>kafka\.sli\.probe\.[a-z_.]+)` \| (?<kind>\w+)[^|]* \| (?<unit>[^ |]+) \| (?<means>.*) \|$", RegexOptions.Multiline | RegexOptions.ExplicitCapture)]
    private static partial Regex Row();
}
