using Kafka.Sli.Objectives;
using YamlDotNet.Serialization.NamingConventions;

namespace Kafka.Sli.Probe.Slo;

/// <summary>The SLOs in the words of OpenSLO: a service for each cell, an SLO for each objective, and the alerts that they share.</summary>
internal static class OpenSloObjects
{
    private const string Version = "openslo/v1";
    private const string Source = "prometheus";

    /// <summary>Of a display name.</summary>
    private const int LongestName = 63;

    public static string Text(SloExport export) => YamlText.Of(
        [
            "The SLOs of a Kafka, in OpenSLO.",
            $"Made by: {export.Command}",
            "oslo validate -f FILE checks it. Put the address of your Prometheus into the DataSource, and what is told to whom into the AlertNotificationTargets.",
            "OpenSLO has alerts of one window each: they stop later than those that --format prometheus makes.",
            .. ProbeAlertsElsewhere.Told(export),
        ],
        CamelCaseNamingConvention.Instance,
        [DataSource(), .. Services(export), .. Slos(export), .. OpenSloAlerts.Of(export)]);

    private static KubernetesObject DataSource() => new(
        Version,
        "DataSource",
        new(Source, "Prometheus"),
        new { Type = "Prometheus", ConnectionDetails = new { Url = "http://localhost:9090" } });

    private static IEnumerable<KubernetesObject> Services(SloExport export)
    {
        var names = SloNames.OfDns(export.Slos.Select(s => s.Service));
        return export.Slos.DistinctBy(s => s.Service).Select(slo => new KubernetesObject(
            Version, "Service", new(names[slo.Service], Short(slo.Client ?? slo.Service)), new { Description = Described(slo.Client ?? slo.Service) }));
    }

    private static IEnumerable<KubernetesObject> Slos(SloExport export)
    {
        var services = SloNames.OfDns(export.Slos.Select(s => s.Service));
        var names = SloNames.OfDns(export.Slos.Select(s => s.Id));
        return export.Slos.Select(slo => new KubernetesObject(Version, "SLO", new(names[slo.Id], Short(slo.Objective.ToString())), new
        {
            Description = Described($"{slo.Client ?? slo.Service}: {slo.Objective}"),
            Service = services[slo.Service],
            Indicator = new
            {
                Metadata = new ObjectMetadata(names[slo.Id]),
                Spec = new { RatioMetric = new { Counter = true, Good = Query(slo.Good), Total = Query(slo.Judged) } },
            },
            BudgetingMethod = "Occurrences",
            TimeWindow = new[] { new { Duration = OpenSloDuration.Of(slo.Objective.Window), IsRolling = true } },
            Objectives = new[] { new { DisplayName = Short(slo.Objective.Name), slo.Objective.Target } },
            AlertPolicies = BurnRateAlert.Of(slo.Objective).Where(a => a.CanFire(slo.Objective)).Select(a => new { AlertPolicyRef = OpenSloAlerts.Name(a) }).ToArray() is { Length: > 0 } policies
                ? policies
                : null,
        }));
    }

    private static object Query(string events) => new { MetricSource = new { MetricSourceRef = Source, Type = "Prometheus", Spec = new { Query = $"sum({events})" } } };

    private static string? Short(string name) => name.Length <= LongestName ? name : null;

    private static string Described(string text) => text.Length <= 1050 ? text : text[..1050];
}
