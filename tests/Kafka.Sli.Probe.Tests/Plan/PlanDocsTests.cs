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
    public void Every_instrument_of_the_probes_own_is_in_the_docs_with_its_unit_and_the_docs_have_no_other()
    {
        var made = new Dictionary<string, string?>();
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, _) =>
            {
                if (instrument.Meter.Name == ProbeInstruments.MeterName)
                {
                    made[instrument.Name] = instrument.Unit;
                }
            },
        };
        listener.Start();
        using var instruments = new ProbeInstruments(static () => [], static () => []);

        var documented = Row().Matches(Docs).ToDictionary(m => m.Groups["name"].Value, m => m.Groups["unit"].Value);
        Assert.Equal(documented.Keys.Order(StringComparer.Ordinal), made.Keys.Where(n => !IsOfStalls(n)).Order(StringComparer.Ordinal));
        Assert.All(documented, d => Assert.Equal(d.Value, made[d.Key]));
    }

    /// <summary>They stand in docs/probe.md, and tests that run meanwhile make them.</summary>
    private static bool IsOfStalls(string name) => name is "kafka.sli.probe.stall.time" or "kafka.sli.probe.gc.pause.time" or "kafka.sli.probe.thread_pool.delay";

    [GeneratedRegex(@"^\| `(?<name>kafka\.sli\.probe\.[a-z_.]+)` \| [^|]+ \| (?<unit>[^ |]+) \|", RegexOptions.Multiline | RegexOptions.ExplicitCapture)]
    private static partial Regex Row();
}
