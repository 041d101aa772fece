using Kafka.Sli.Objectives;

namespace Kafka.Sli.Probe.Slo;

/// <summary>The SLOs of a service that has Kafka.Sli and no probe: one for each objective, over all its clients.</summary>
internal static class ServiceSlos
{
    /// <param name="service">Its name, which may hold anything.</param>
    /// <param name="objectives">As the service has them.</param>
    /// <param name="selector">Label matchers that tell its metrics from those of others.</param>
    public static IReadOnlyList<ServiceSlo> Of(string service, IReadOnlyList<Objective> objectives, string? selector)
    {
        var named = SloNames.OfSloth([service])[service];
        var names = SloNames.OfSloth(objectives.Select(o => o.Name));
        return [.. objectives.Select(o => new ServiceSlo { Objective = o, Service = named, Name = names[o.Name], Selector = selector })];
    }
}
