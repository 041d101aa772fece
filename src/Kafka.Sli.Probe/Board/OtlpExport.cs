using System.Globalization;

namespace Kafka.Sli.Probe.Board;

/// <summary>Where OTLP goes to, by OpenTelemetry's standard variables. The SDK would ignore a wrong one in silence.</summary>
internal sealed record OtlpExport(Uri Endpoint)
{
    private const string MetricsEndpoint = "OTEL_EXPORTER_OTLP_METRICS_ENDPOINT";
    private const string AnyEndpoint = "OTEL_EXPORTER_OTLP_ENDPOINT";

    private static readonly string[] Headers = ["OTEL_EXPORTER_OTLP_METRICS_HEADERS", "OTEL_EXPORTER_OTLP_HEADERS"];
    private static readonly string[] Milliseconds = ["OTEL_EXPORTER_OTLP_METRICS_TIMEOUT", "OTEL_EXPORTER_OTLP_TIMEOUT", "OTEL_METRIC_EXPORT_INTERVAL", "OTEL_METRIC_EXPORT_TIMEOUT"];

    /// <returns><see langword="null"/> when no endpoint is set, or OTLP is left out.</returns>
    /// <exception cref="ProbeException">A variable is wrong.</exception>
    public static OtlpExport? FromEnvironment()
    {
        var exporters = Read("OTEL_METRICS_EXPORTER")?.Split(',', StringSplitOptions.TrimEntries);
        var key = Read(MetricsEndpoint) is null ? AnyEndpoint : MetricsEndpoint;
        if (Read(key) is not { } endpoint || exporters?.Contains("otlp") == false)
        {
            return null;
        }

        foreach (var protocol in (string[])["OTEL_EXPORTER_OTLP_METRICS_PROTOCOL", "OTEL_EXPORTER_OTLP_PROTOCOL"])
        {
            if (Read(protocol) is not (null or "grpc" or "http/protobuf"))
            {
                throw ProbeException.BadUsage($"{protocol}={Read(protocol)}: must be grpc or http/protobuf");
            }
        }

        if (Array.Find(Headers, h => Read(h)?.Split(',').Any(static one => one.Trim().Length > 0 && !one.Contains('=', StringComparison.Ordinal)) == true) is { } headers)
        {
            // What stands there is mostly a key that lets one in.
            throw ProbeException.BadUsage($"{headers}: must be headers as key=value,key=value");
        }

        if (Array.Find(Milliseconds, m => Read(m) is { } written && !(int.TryParse(written, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0)) is { } milliseconds)
        {
            throw ProbeException.BadUsage($"{milliseconds}={Read(milliseconds)}: must be a whole number of milliseconds, 1 or more");
        }

        return Uri.TryCreate(endpoint, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https"
            ? new(uri)
            : throw ProbeException.BadUsage($"{key}={(endpoint.Contains('@', StringComparison.Ordinal) ? "***" : endpoint)}: must be a URL, like http://127.0.0.1:4317");
    }

    private static string? Read(string key) => Environment.GetEnvironmentVariable(key) is { Length: > 0 } value ? value : null;
}
