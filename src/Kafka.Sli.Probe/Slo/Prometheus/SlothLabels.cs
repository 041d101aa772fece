namespace Kafka.Sli.Probe.Slo;

/// <summary>The labels of what is recorded of an SLO: Sloth's own, by which its dashboards find it, and the probe's.</summary>
internal static class SlothLabels
{
    public static Dictionary<string, string> Of(ServiceSlo slo, params (string Name, string Value)[] more)
    {
        var labels = new Dictionary<string, string>
        {
            ["sloth_id"] = slo.Id,
            ["sloth_service"] = slo.Service,
            ["sloth_slo"] = slo.Name,
        };
        foreach (var (name, value) in more.Concat(Ours(slo)))
        {
            labels[name] = value;
        }

        return labels;
    }

    /// <summary>Those that Sloth does not set by itself.</summary>
    public static IEnumerable<(string Name, string Value)> Ours(ServiceSlo slo)
    {
        if (slo.Cluster is { } cluster)
        {
            yield return ("kafka_cluster", cluster);
        }

        if (slo.Client is { } client)
        {
            yield return ("kafka_sli_client", client);
        }

        yield return ("kafka_sli_objective", slo.Objective.Name);
    }
}
