using System.Net;

namespace Kafka.Sli.Probe.Commands;

/// <summary>Where the probe's pages are served.</summary>
internal static class ListenAddress
{
    public const string Default = "127.0.0.1:9464";

    /// <param name="listen">The option, or <see langword="null"/> where OpenTelemetry's variables tell.</param>
    /// <exception cref="ProbeException">It is no address.</exception>
    public static IPEndPoint Parse(string? listen) => listen is null ? FromEnvironment() : Parse("--listen", listen);

    private static IPEndPoint FromEnvironment()
    {
        var standard = Parse("--listen", Default);
        var host = Environment.GetEnvironmentVariable("OTEL_EXPORTER_PROMETHEUS_HOST");
        var port = Environment.GetEnvironmentVariable("OTEL_EXPORTER_PROMETHEUS_PORT");
        var address = string.IsNullOrEmpty(host) ? standard.Address.ToString() : host;
        return Parse(
            "OTEL_EXPORTER_PROMETHEUS_HOST and _PORT",
            $"{(address.Contains(':', StringComparison.Ordinal) && !address.StartsWith('[') ? $"[{address}]" : address)}:{(string.IsNullOrEmpty(port) ? standard.Port : port)}");
    }

    private static IPEndPoint Parse(string key, string text)
    {
        var endPoint = text.StartsWith("localhost:", StringComparison.Ordinal) ? $"127.0.0.1{text["localhost".Length..]}" : text;
        return (endPoint.StartsWith('[') || endPoint.IndexOf(':', StringComparison.Ordinal) == endPoint.LastIndexOf(':'))
            && endPoint.LastIndexOf(':') > endPoint.LastIndexOf(']') && endPoint.LastIndexOf(':') > 0 && IPEndPoint.TryParse(endPoint, out var read)
            ? read
            : throw ProbeException.BadUsage($"{key} {text}: must be address:port with a port from 0 to 65535, like --listen {Default}");
    }
}
