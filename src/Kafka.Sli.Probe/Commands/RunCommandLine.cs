using System.CommandLine;
using Kafka.Sli.Objectives;
using Kafka.Sli.Probe.Plan;

namespace Kafka.Sli.Probe.Commands;

/// <summary>The options of <c>run</c> and <c>once</c>. Their values are texts here, so that what is wrong with one is told in our words.</summary>
internal sealed class RunCommandLine
{
    private readonly Argument<string?> _plan = new("plan")
    {
        Description = "The file of a plan. Without it the options make one of a single cell.",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private readonly Option<string?> _bootstrap = new("--bootstrap")
    {
        Description = "The cluster to measure, as host:port[,host:port...]. Without it, and without a plan, a cluster of three brokers is started inside the process.",
        HelpName = "host:port",
    };

    private readonly Option<string[]> _properties = new("--property")
    {
        Description = "Any librdkafka property, for producer and consumer. May be repeated.",
        HelpName = "key=value",
    };

    private readonly Option<string?> _topic = new("--topic")
    {
        Description = $"The topic to measure with. It is created when it does not exist. {OptionPlan.DefaultTopic} without it.",
        HelpName = "name",
    };

    private readonly Option<string?> _rate = new("--rate")
    {
        Description = $"Messages per second, sent on a fixed schedule whatever the cluster does. {OptionPlan.DefaultRate} without it.",
        HelpName = "number",
    };

    private readonly Option<string?> _size = new("--size")
    {
        Description = $"The size of a message's value in bytes. {OptionPlan.DefaultSize} without it.",
        HelpName = "bytes",
    };

    private readonly Option<string?> _duration = new("--for")
    {
        Description = "How long to send, such as 10s or 5m. Without it until Ctrl+C or SIGTERM.",
        HelpName = "duration",
    };

    private readonly Option<string[]> _objectives = new("--objective")
    {
        Description = $"What is promised, such as \"produce: 99.9% < 500ms\". May be repeated. Without it: {string.Join("; ", PlanObjectives.Default)}.",
        HelpName = "objective",
    };

    private readonly Option<string?> _listen = new("--listen")
    {
        Description = $"Where the board, /metrics, /healthz and /readyz are served; port 0 takes a free one. An address other than loopback opens them to a network. By default OTEL_EXPORTER_PROMETHEUS_HOST and _PORT, or {ListenAddress.Default}.",
        HelpName = "address:port",
    };

    private readonly Option<string?> _instance = new("--instance")
    {
        Description = "This instance's name among those that are one probe; no two on one cluster may have the same. The machine's name without it.",
        HelpName = "name",
    };

    private readonly Option<bool> _json = new("--json")
    {
        Description = "Prints one JSON document at the end on standard output, and nothing else there.",
    };

    private readonly Option<string?> _junit = new("--junit")
    {
        Description = "Writes a JUnit report to this file at the end.",
        HelpName = "file",
    };

    private readonly string? _defaultDuration;

    /// <param name="defaultDuration">How long to send when nothing else is said; <see langword="null"/> for ever.</param>
    public RunCommandLine(string? defaultDuration = null) => _defaultDuration = defaultDuration;

    public Command AddTo(Command command)
    {
        command.Arguments.Add(_plan);
        foreach (var option in (Option[])[_bootstrap, _properties, _topic, _rate, _size, _duration, _objectives, _listen, _instance, _json, _junit])
        {
            command.Options.Add(option);
        }

        command.SetAction((parsed, _) => RunCommand.RunAsync(Read(parsed)));
        return command;
    }

    private RunSettings Read(ParseResult parsed)
    {
        var path = parsed.GetValue(_plan);
        return new()
        {
            PlanPath = path,
            Plan = path is null ? PlanOfOptions(parsed) : PlanOfFile(path, parsed),
            Duration = ReadDuration(parsed.GetValue(_duration) ?? _defaultDuration),
            Instance = InstanceName.Parse(parsed.GetValue(_instance)),
            Listen = ListenAddress.Parse(parsed.GetValue(_listen)),
            Json = parsed.GetValue(_json),
            JUnitPath = parsed.GetValue(_junit),
        };
    }

    private ProbePlan PlanOfOptions(ParseResult parsed) => OptionPlan.Parse(
        parsed.GetValue(_bootstrap),
        parsed.GetValue(_properties) ?? [],
        parsed.GetValue(_topic) ?? OptionPlan.DefaultTopic,
        parsed.GetValue(_rate) ?? OptionPlan.DefaultRate,
        parsed.GetValue(_size) ?? OptionPlan.DefaultSize,
        parsed.GetValue(_objectives) ?? []);

    private ProbePlan PlanOfFile(string path, ParseResult parsed)
    {
        if (path.StartsWith('-'))
        {
            throw ProbeException.BadUsage(UnknownWord.Option(path, parsed.CommandResult.Command));
        }

        // It may be the value of a secret, set off by a blank: it is not told.
        if (parsed.GetValue(_properties)?.Any(p => !p.Contains('=', StringComparison.Ordinal)) == true)
        {
            throw ProbeException.BadUsage(UnknownWord.SplitProperty);
        }

        foreach (var option in (Option[])[_bootstrap, _properties, _topic, _rate, _size, _objectives])
        {
            if (parsed.GetResult(option) is not null)
            {
                throw ProbeException.BadUsage($"{option.Name}: is told by the plan; leave one of them out");
            }
        }

        return CheckedPlan.Load(path);
    }

    private static TimeSpan? ReadDuration(string? text) =>
        text is null ? null
        : DurationText.TryParse(text, out var duration) && duration > TimeSpan.Zero ? duration
        : throw ProbeException.BadUsage($"--for {text}: must be a duration longer than 0, a number and one of us, ms, s, m, h, d, like --for 10s");
}
