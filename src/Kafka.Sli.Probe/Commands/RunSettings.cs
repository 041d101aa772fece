using System.Globalization;
using System.Net;
using Kafka.Sli.Objectives;
using Kafka.Sli.Probe.Probing;

namespace Kafka.Sli.Probe.Commands;

/// <summary>What one run was told, read and found right.</summary>
internal sealed record RunSettings
{
    public const string DefaultTopic = "kafka-sli-probe";
    public const string DefaultRate = "100";
    public const string DefaultSize = "256";
    public const string DefaultListen = "127.0.0.1:9464";

    /// <summary>With nothing configured a run is judged by these. The library itself has no objectives by default.</summary>
    public static readonly IReadOnlyList<string> DefaultObjectives = ["produce: 99.9% < 500ms", "delivery: 99% < 1s"];

    /// <summary><see langword="null"/> for an embedded cluster.</summary>
    public string? Bootstrap { get; private init; }

    public required IReadOnlyDictionary<string, string> Properties { get; init; }

    public required string Topic { get; init; }

    public required double Rate { get; init; }

    public required int Size { get; init; }

    /// <summary><see langword="null"/> until a signal ends it.</summary>
    public TimeSpan? Duration { get; private init; }

    public required IReadOnlyList<Objective> Objectives { get; init; }

    public required bool UsesDefaultObjectives { get; init; }

    public required IPEndPoint Listen { get; init; }

    public required bool Json { get; init; }

    /// <exception cref="ProbeException">A value is wrong.</exception>
    public static RunSettings Parse(
        string? bootstrap,
        IReadOnlyList<string> properties,
        string topic,
        string rate,
        string size,
        string? duration,
        IReadOnlyList<string> objectives,
        string? listen,
        bool json)
    {
        var librdkafka = ReadProperties(properties);
        librdkafka.Remove("bootstrap.servers", out var servers);
        librdkafka.Remove("metadata.broker.list", out var brokers);
        return new()
        {
            Bootstrap = (bootstrap ?? servers ?? brokers) is { } given ? ReadBootstrap(given) : null,
            Properties = librdkafka,
            Topic = ReadTopic(topic),
            Rate = ReadRate(rate),
            Size = ReadSize(size),
            Duration = ReadDuration(duration),
            Objectives = ReadObjectives(objectives.Count == 0 ? DefaultObjectives : objectives),
            UsesDefaultObjectives = objectives.Count == 0,
            Listen = listen is null ? DefaultEndPoint() : ReadEndPoint("--listen", listen),
            Json = json,
        };
    }

    private static Dictionary<string, string> ReadProperties(IReadOnlyList<string> properties)
    {
        var read = new Dictionary<string, string>();
        foreach (var property in properties)
        {
            if (property.Split('=', 2) is not [{ Length: > 0 } key, var value])
            {
                // Without a key nobody can tell whether it is a secret.
                throw ProbeException.BadUsage("--property: write it as key=value, like --property linger.ms=0");
            }

            if ((LibrdkafkaProperties.Validate(key, value) ?? RefusedProperties.Fault(key, value)) is { } fault)
            {
                throw ProbeException.BadUsage($"--property {fault}");
            }

            read[key] = value;
        }

        return read;
    }

    private static string ReadBootstrap(string text)
    {
        foreach (var broker in text.Split(','))
        {
            var colon = broker.LastIndexOf(':');
            if (string.IsNullOrWhiteSpace(broker) || (colon >= 0 && (colon == 0 || !ushort.TryParse(broker.AsSpan(colon + 1), CultureInfo.InvariantCulture, out _))))
            {
                throw ProbeException.BadUsage($"--bootstrap {text}: '{broker}' is no broker; write it as host:port, like --bootstrap kafka-1:9092,kafka-2:9092");
            }
        }

        return text;
    }

    private static string ReadTopic(string text) =>
        text.Length is > 0 and <= 249 && text is not ("." or "..") && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or '-')
            ? text
            : throw ProbeException.BadUsage($"--topic {text}: is no name of a topic; it takes 1 to 249 letters, digits, '.', '_' and '-'");

    private static double ReadRate(string text) =>
        double.TryParse(text.EndsWith("/s", StringComparison.Ordinal) ? text[..^2] : text, NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var rate)
        && rate is > 0 and <= 1_000_000
            ? rate
            : throw ProbeException.BadUsage($"--rate {text}: must be a number of messages per second, more than 0 and at most 1000000, like --rate 100");

    private static int ReadSize(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var size) && size is >= ProbeMessage.SmallestSize and <= 100_000_000
            ? size
            : throw ProbeException.BadUsage($"--size {text}: must be a number of bytes from {ProbeMessage.SmallestSize} to 100000000, like --size 256");

    private static TimeSpan? ReadDuration(string? text) =>
        text is null ? null
        : DurationText.TryParse(text, out var duration) && duration > TimeSpan.Zero ? duration
        : throw ProbeException.BadUsage($"--for {text}: must be a duration longer than 0, a number and one of us, ms, s, m, h, d, like --for 10s");

    private static Objective[] ReadObjectives(IReadOnlyList<string> texts)
    {
        var read = texts
            .Select(text => Objective.TryParse(text, out var objective, out var error) ? objective : throw ProbeException.BadUsage($"--objective: {error}"))
            .ToArray();
        return read.GroupBy(o => o.Name).FirstOrDefault(g => g.Count() > 1) is { } same
            ? throw ProbeException.BadUsage($"--objective: the name '{same.Key}' is given twice; give each its own, as in '{same.First()} as {same.Key}-2'")
            : read;
    }

    private static IPEndPoint DefaultEndPoint()
    {
        var standard = ReadEndPoint("--listen", DefaultListen);
        var host = Environment.GetEnvironmentVariable("OTEL_EXPORTER_PROMETHEUS_HOST");
        var port = Environment.GetEnvironmentVariable("OTEL_EXPORTER_PROMETHEUS_PORT");
        var address = string.IsNullOrEmpty(host) ? standard.Address.ToString() : host;
        return ReadEndPoint(
            "OTEL_EXPORTER_PROMETHEUS_HOST and _PORT",
            $"{(address.Contains(':', StringComparison.Ordinal) && !address.StartsWith('[') ? $"[{address}]" : address)}:{(string.IsNullOrEmpty(port) ? standard.Port : port)}");
    }

    private static IPEndPoint ReadEndPoint(string key, string text)
    {
        var endPoint = text.StartsWith("localhost:", StringComparison.Ordinal) ? $"127.0.0.1{text["localhost".Length..]}" : text;
        return (endPoint.StartsWith('[') || endPoint.IndexOf(':', StringComparison.Ordinal) == endPoint.LastIndexOf(':'))
            && endPoint.LastIndexOf(':') > endPoint.LastIndexOf(']') && endPoint.LastIndexOf(':') > 0 && IPEndPoint.TryParse(endPoint, out var read)
            ? read
            : throw ProbeException.BadUsage($"{key} {text}: must be address:port with a port from 0 to 65535, like --listen {DefaultListen}");
    }
}
