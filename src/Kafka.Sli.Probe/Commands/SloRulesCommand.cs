using System.CommandLine;
using Kafka.Sli.Probe.Slo;

namespace Kafka.Sli.Probe.Commands;

/// <summary>Writes SLOs as rules and alerts: those of a plan, or of a service that has Kafka.Sli and no probe.</summary>
internal sealed class SloRulesCommand
{
    private readonly Argument<string?> _plan = new("plan")
    {
        Description = "The file of the plan. Without it --service and --objective say what is promised.",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private readonly Option<string> _format = new("--format")
    {
        Description = "What to write.",
        DefaultValueFactory = _ => SloFormats.Default,
        HelpName = string.Join('|', SloFormats.All),
    };

    private readonly Option<string?> _service = new("--service")
    {
        Description = "The name of a service that has Kafka.Sli and no probe.",
        HelpName = "name",
    };

    private readonly Option<string[]> _objectives = new("--objective")
    {
        Description = "What that service promises, such as \"produce: 99.9% < 500ms\". May be repeated.",
        HelpName = "objective",
    };

    private readonly Option<string?> _selector = new("--selector")
    {
        Description = "Label matchers for every metric, such as 'job=\"checkout\"', where one Prometheus has several services or probes.",
        HelpName = "matchers",
    };

    private readonly Option<string?> _runbook = new("--runbook-url")
    {
        Description = $"Where docs/runbook.md is served; each alert's link is this and the anchor of its section. {Runbook.Default.Address} without it.",
        HelpName = "url",
    };

    private readonly Option<bool> _onlyProbeAlerts = new("--only-probe-alerts")
    {
        Description = "Leaves the SLOs out: the alerts that the probe alone can give, beside rules that Sloth, Pyrra or OpenSLO make.",
    };

    private SloRulesCommand() => _format.CompletionSources.Add([.. SloFormats.All]);

    public static Command Command()
    {
        var rules = new SloRulesCommand();
        var command = new Command("rules", "Writes recording rules and alerts for the SLOs of a plan, to standard output: kafka-sli-probe slo rules probe.yaml > kafka-sli.rules.yaml")
        {
            rules._plan, rules._format, rules._service, rules._objectives, rules._selector, rules._runbook, rules._onlyProbeAlerts,
        };
        command.SetAction(rules.Write);
        return command;
    }

    private void Write(ParseResult parsed)
    {
        var format = parsed.GetValue(_format)!;
        if (!SloFormats.All.Contains(format))
        {
            throw ProbeException.BadUsage($"--format {format}: must be one of {string.Join(", ", SloFormats.All)}");
        }

        var export = Read(parsed);
        if (export.OnlyProbeAlerts && !SloFormats.HasProbeAlerts(format))
        {
            throw ProbeException.BadUsage($"--only-probe-alerts: {format} has no alerts that are of no SLO; use it with {string.Join(" or ", SloFormats.All.Where(SloFormats.HasProbeAlerts).Select(f => $"--format {f}"))}");
        }

        foreach (var warning in export.Slos.Select(s => s.Objective).Distinct().SelectMany(SloWarnings.Of))
        {
            StandardError.WriteLine($"kafka-sli-probe: warning: {warning}");
        }

        Console.Out.Write(SloFormats.Text(format, export));
    }

    private SloExport Read(ParseResult parsed)
    {
        var (path, service, objectives) = (parsed.GetValue(_plan), parsed.GetValue(_service), parsed.GetValue(_objectives) ?? []);
        var export = path switch
        {
            ['-', ..] => throw ProbeException.BadUsage(UnknownWord.Option(path, parsed.CommandResult.Command)),
            not null when service is not null || objectives.Length > 0 => throw ProbeException.BadUsage($"{(service is null ? "--objective" : "--service")}: is told by the plan; leave one of them out"),
            not null => SloSource.Plan(path, Selector(parsed)),
            _ when parsed.GetValue(_onlyProbeAlerts) => throw ProbeException.BadUsage("--only-probe-alerts: a service has no probe; leave it out, or give a plan"),
            _ => SloSource.Service(service, objectives, Selector(parsed)),
        };
        return export with
        {
            Runbook = ReadRunbook(parsed.GetValue(_runbook)),
            Command = ShellText.Of(parsed.Tokens.Select(t => t.Value).Prepend("kafka-sli-probe")),
            OnlyProbeAlerts = parsed.GetValue(_onlyProbeAlerts),
        };
    }

    private string? Selector(ParseResult parsed) => parsed.GetValue(_selector) is not { } text || LabelMatchers.AreRight(text)
        ? parsed.GetValue(_selector)
        : throw ProbeException.BadUsage($"--selector {text}: must be label matchers as PromQL has them between braces, like --selector 'job=\"kafka-sli-probe\"'{(text.Contains('\\', StringComparison.Ordinal) ? "; a backslash in it is written twice" : "")}");

    private static Runbook ReadRunbook(string? text) => text is null ? Runbook.Default
        : Runbook.Parse(text) ?? throw ProbeException.BadUsage($"--runbook-url {text}: must be an address without '#', like --runbook-url https://wiki.example/kafka-sli/runbook");
}
