using Kafka.Sli.Probe.Plan;
using Kafka.Sli.Probe.Slo;

namespace Kafka.Sli.Probe.Tests.Slo;

/// <summary>A plan as the command exports it.</summary>
internal static class ExportedPlan
{
    public const string Cell = "main/default/default";

    /// <summary>One cell, with these objectives.</summary>
    public static SloExport Of(params string[] objectives) => OfText($"clusters: {{ main: {{ bootstrap.servers: embedded }} }}\nobjectives: [{string.Join(", ", objectives.Select(o => $"\"{o}\""))}]");

    public static SloExport OfText(string plan)
    {
        var (read, faults) = PlanFile.Parse(plan, "", static _ => null, asksClients: false);
        Assert.True(read is not null, string.Join('\n', faults.Errors));
        return new() { Slos = PlanSlos.Of(read), Cells = read.Cells, Name = "kafka-sli-plan", Command = "kafka-sli-probe slo rules plan.yaml" };
    }
}
