using Kafka.Sli.Probe.Slo;

namespace Kafka.Sli.Probe.Commands;

/// <summary>What SLOs are written of: a plan, or what the options say of a service.</summary>
internal static class SloSource
{
    private const string Example = "--service checkout --objective \"produce: 99.9% < 500ms\"";

    public static SloExport Plan(string path, string? selector)
    {
        var plan = CheckedPlan.Load(path);
        var slos = PlanSlos.Of(plan, selector);
        var file = Path.GetFileNameWithoutExtension(path);
        return slos.Count == 0
            ? throw ProbeException.BadUsage($"{path}: no objective covers a cell, so that there is no SLO; let one be about all of them, like 'produce: 99.9% < 500ms'")
            : new() { Slos = slos, Cells = plan.Cells, Selector = selector, Name = Named(selector is null ? file : $"{LabelMatchers.Brief(selector)}-{file}") };
    }

    public static SloExport Service(string? service, IReadOnlyList<string> objectives, string? selector) => (service, objectives.Count) switch
    {
        (null, 0) => throw ProbeException.BadUsage($"plan: is missing; give the file of a plan, like deploy/probe.yaml, or {Example} for a service without a probe"),
        (null or "", _) => throw ProbeException.BadUsage($"--service: is missing; name the service whose objectives these are, like {Example}"),
        (_, 0) => throw ProbeException.BadUsage($"--objective: is missing; say what {service} promises, like {Example}"),
        _ => new() { Slos = ServiceSlos.Of(service, OptionPlan.ReadObjectives(objectives), selector), Selector = selector, Name = Named(service) },
    };

    private static string Named(string what) => SloNames.OfDns([$"kafka-sli-{what}"]).Values.Single();
}
