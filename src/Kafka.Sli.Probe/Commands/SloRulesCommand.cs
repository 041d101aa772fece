using System.CommandLine;
using Kafka.Sli.Probe.Slo;

namespace Kafka.Sli.Probe.Commands;

/// <summary>Writes the SLOs of a plan as rules and alerts.</summary>
internal sealed class SloRulesCommand
{
    private readonly Argument<string> _plan = new("plan") { Description = "The file of the plan." };

    private readonly Option<string> _format = new("--format")
    {
        Description = "What to write.",
        DefaultValueFactory = _ => SloFormats.Default,
        HelpName = string.Join('|', SloFormats.All),
    };

    private readonly Option<string?> _runbook = new("--runbook-url")
    {
        Description = $"Where docs/runbook.md is served; each alert's link is this and the anchor of its section. {Runbook.Default.Address} without it.",
        HelpName = "url",
    };

    private readonly Option<string?> _selector = new("--selector")
    {
        Description = "Label matchers for every metric, such as 'job=\"kafka-sli-probe\"', where one Prometheus has several probes of one plan.",
        HelpName = "matchers",
    };

    private readonly Option<bool> _onlyProbeAlerts = new("--only-probe-alerts")
    {
        Description = "Leaves the SLOs out: the alerts that the probe alone can give, beside rules that Sloth, Pyrra or OpenSLO make.",
    };

    private SloRulesCommand()
    {
    }

    public static Command Command()
    {
        var rules = new SloRulesCommand();
        rules._format.CompletionSources.Add([.. SloFormats.All]);
        var command = new Command("rules", "Writes recording rules and alerts for the SLOs of a plan, to standard output: kafka-sli-probe slo rules probe.yaml > kafka-sli.rules.yaml")
        {
            rules._plan, rules._format, rules._runbook, rules._selector, rules._onlyProbeAlerts,
        };
        command.SetAction(parsed => rules.Write(parsed));
        return command;
    }

    private void Write(ParseResult parsed)
    {
        var (path, format, selector) = (parsed.GetValue(_plan)!, parsed.GetValue(_format)!, ReadSelector(parsed.GetValue(_selector)));
        if (path.StartsWith('-'))
        {
            throw ProbeException.BadUsage(UnknownWord.Option(path, parsed.CommandResult.Command));
        }

        if (!SloFormats.All.Contains(format))
        {
            throw ProbeException.BadUsage($"--format {format}: must be one of {string.Join(", ", SloFormats.All)}");
        }

        if (parsed.GetValue(_onlyProbeAlerts) && !SloFormats.HasProbeAlerts(format))
        {
            throw ProbeException.BadUsage($"--only-probe-alerts: {format} has no alerts that are of no SLO; use it with {string.Join(" or ", SloFormats.All.Where(SloFormats.HasProbeAlerts).Select(f => $"--format {f}"))}");
        }

        var runbook = ReadRunbook(parsed.GetValue(_runbook));
        var plan = CheckedPlan.Load(path);
        var export = new SloExport
        {
            Slos = PlanSlos.Of(plan, selector),
            Cells = plan.Cells,
            Selector = selector,
            Runbook = runbook,
            Name = NameOf(path),
            Command = CommandText(parsed),
            OnlyProbeAlerts = parsed.GetValue(_onlyProbeAlerts),
        };
        if (export.Slos.Count == 0)
        {
            throw ProbeException.BadUsage($"{path}: no objective covers a cell, so that there is no SLO; let one be about all of them, like 'produce: 99.9% < 500ms'");
        }

        foreach (var warning in plan.Objectives.SelectMany(SloWarnings.Of))
        {
            Console.Error.WriteLine($"{path}: warning: {warning}");
        }

        Console.Out.Write(SloFormats.Text(format, export));
    }

    private static string? ReadSelector(string? text) => text is null || LabelMatchers.AreRight(text)
        ? text
        : throw ProbeException.BadUsage($"--selector {text}: must be label matchers as PromQL has them between braces, like --selector 'job=\"kafka-sli-probe\"'");

    private static Runbook ReadRunbook(string? text) => text is null ? Runbook.Default
        : Runbook.Parse(text) ?? throw ProbeException.BadUsage($"--runbook-url {text}: must be an address without '#', like --runbook-url https://wiki.example/kafka-sli/runbook");

    private static string NameOf(string path)
    {
        var name = $"kafka-sli-{Path.GetFileNameWithoutExtension(path)}";
        return SloNames.OfDns([name])[name];
    }

    private static string CommandText(ParseResult parsed) =>
        string.Join(' ', parsed.Tokens.Select(t => t.Value.Any(c => char.IsWhiteSpace(c) || c is '"' or '\'') ? $"'{t.Value.Replace("'", @"'\''", StringComparison.Ordinal)}'" : t.Value).Prepend("kafka-sli-probe"));
}
