using Kafka.Sli.Probe.Plan;
using Kafka.Sli.Probe.Slo;

namespace Kafka.Sli.Probe.Tests.Slo;

/// <summary>A plan as the command exports it.</summary>
internal static class ExportedPlan
{
    public const string Cell = "main/default/default";

    private const string OddNames = """
        clusters:
          a: { bootstrap.servers: embedded }
          a.b: { bootstrap.servers: embedded, topic.prefix: other }
          A: { bootstrap.servers: embedded, topic.prefix: third }
        profiles: { b.c: {}, c: {} }
        loads: { default: {}, default-x: {} }
        objectives:
          - 'produce: 99.9% < 1s as 5'
          - 'produce: 99.9% < 1s as *'
          - 'produce: 99.9% < 1s as x-5'
          - 'produce: 99.9% < 1s as {{"\}}'
          - 'produce of kafka-*,other*: 99.9% < 1s'
          - 'delivery: 99.9% < 1s as ünï/=codé'
        matrix: { client.rack: ['a=b', a/c, 'a"b\', '{{ $x }}', "it's"] }
        """;

    /// <summary>One cell, with these objectives.</summary>
    public static SloExport Of(params string[] objectives) => OfText($"clusters: {{ main: {{ bootstrap.servers: embedded }} }}\nobjectives: [{string.Join(", ", objectives.Select(o => $"\"{o}\""))}]");

    /// <summary>Names that no tool takes as they are, and some that would be the same once they are made fit.</summary>
    public static SloExport OfOddNames() => OfText(OddNames);

    public static SloExport OfText(string plan, string? selector = null)
    {
        var (read, faults) = PlanFile.Parse(plan, "", static _ => null, asksClients: false);
        Assert.True(read is not null, string.Join('\n', faults.Errors));
        return new() { Slos = PlanSlos.Of(read, selector), Cells = read.Cells, Selector = selector, Name = "kafka-sli-plan" };
    }
}
