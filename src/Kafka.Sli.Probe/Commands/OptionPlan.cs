using System.Globalization;
using Kafka.Sli.Objectives;
using Kafka.Sli.Probe.Plan;

namespace Kafka.Sli.Probe.Commands;

/// <summary>The plan of one cell that the options of <c>run</c> make.</summary>
internal static class OptionPlan
{
    public const string DefaultTopic = "kafka-sli-probe";
    public const string DefaultRate = "100";
    public const string DefaultSize = "256";

    /// <summary>The name of that cell.</summary>
    public const string Cell = "probe";

    private const int LargestSize = 100_000_000;

    /// <exception cref="ProbeException">A value is wrong.</exception>
    public static ProbePlan Parse(string? bootstrap, IReadOnlyList<string> properties, string topic, string rate, string size, IReadOnlyList<string> objectives)
    {
        var secrets = new PlanSecrets("", static _ => null);
        var librdkafka = ReadProperties(properties, secrets);
        librdkafka.Remove("bootstrap.servers", out var servers);
        librdkafka.Remove("metadata.broker.list", out var brokers);
        var given = (bootstrap ?? servers ?? brokers) is { } address ? ReadBootstrap(address) : null;
        var name = ReadTopic(topic);
        var consumer = PlanProperties.For(PropertyScope.Consumer, librdkafka);
        return new()
        {
            Clusters = [new() { Name = Cell, Key = "--bootstrap", Bootstrap = given, ShownBootstrap = given ?? ClusterPlan.Embedded, Properties = librdkafka }],
            Cells =
            [
                new()
                {
                    Name = Cell,
                    Cluster = Cell,
                    Topic = name,
                    Group = consumer.GetValueOrDefault("group.id", $"{name}-group"),
                    Producer = PlanProperties.For(PropertyScope.Producer, librdkafka),
                    Consumer = consumer,
                    Load = new LoadPlan(ReadRate(rate), ReadSize(size)),
                },
            ],
            Objectives = objectives.Count == 0 ? PlanObjectives.Default : ReadObjectives(objectives),
            UsesDefaultObjectives = objectives.Count == 0,
            Secrets = secrets,
        };
    }

    private static Dictionary<string, string> ReadProperties(IReadOnlyList<string> properties, PlanSecrets secrets)
    {
        var read = new Dictionary<string, string>();
        foreach (var property in properties)
        {
            if (property.Split('=', 2) is not [{ Length: > 0 } key, var value])
            {
                // Without a key nobody can tell whether it is a secret.
                throw ProbeException.BadUsage("--property: write it as key=value, like --property linger.ms=0");
            }

            if (PlanProperties.Fault(key, value) is { } fault)
            {
                throw ProbeException.BadUsage($"--property {fault}");
            }

            if (PropertyFault.IsStruckOut(key))
            {
                secrets.Keep(value);
            }

            read[key] = value;
        }

        return read;
    }

    private static string ReadBootstrap(string text) =>
        BootstrapServers.Fault(text, "--bootstrap ") is { } fault ? throw ProbeException.BadUsage($"--bootstrap {text}: {fault}") : text;

    private static string ReadTopic(string text) =>
        text.Length is > 0 and <= 249 && text is not ("." or "..") && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or '-')
            ? text
            : throw ProbeException.BadUsage($"--topic {text}: is no name of a topic; it takes 1 to 249 letters, digits, '.', '_' and '-'");

    private static Rate ReadRate(string text) =>
        Rate.TryParse(text.EndsWith("/s", StringComparison.Ordinal) ? text : $"{text}/s", out var rate)
            ? rate
            : throw ProbeException.BadUsage($"--rate {text}: must be a number of messages per second, from 0.000001 to 1000000, like --rate 100");

    private static ByteSize ReadSize(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var size) && size <= LargestSize
            ? new ByteSize(size)
            : throw ProbeException.BadUsage($"--size {text}: must be a number of bytes from 0 to {LargestSize}, like --size {DefaultSize}");

    public static Objective[] ReadObjectives(IReadOnlyList<string> texts)
    {
        var read = texts
            .Select(text => Objective.TryParse(text, out var objective, out var error) ? objective : throw ProbeException.BadUsage($"--objective: {error}"))
            .ToArray();
        return read.GroupBy(o => o.Name).FirstOrDefault(g => g.Count() > 1) is { } same
            ? throw ProbeException.BadUsage($"--objective: the name '{same.Key}' is given twice; give each its own, as in '{same.First()} as {same.Key}-2'")
            : read;
    }
}
