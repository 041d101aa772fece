using System.CommandLine;

namespace Kafka.Sli.Probe.Commands;

/// <summary>The command line: without a command it is <c>run</c>.</summary>
internal static class ProbeCommandLine
{
    private const string Examples = """


        Examples:
          kafka-sli-probe                                            an embedded cluster: nothing else needed
          kafka-sli-probe run --bootstrap kafka-1:9092 --rate 50     a cluster, by options
          kafka-sli-probe check probe.yaml --connect                 what a plan would do, and whether it may
          kafka-sli-probe run probe.yaml                             all that the plan says, until it is told to stop
          kafka-sli-probe once probe.yaml --for 2m --junit out.xml   a gate in a pipeline
          kafka-sli-probe compare probe.yaml --for 60s               clients and configurations, side by side
          kafka-sli-probe slo rules probe.yaml > rules.yaml          recording rules and alerts for Prometheus
          kafka-sli-probe slo dashboard probe.yaml --to grafana      dashboards of what the plan measures
          kafka-sli-probe schema > probe.schema.json                 for the completion of an editor
          source <(kafka-sli-probe completion bash)                  for the completion of a shell
        """;

    public static async Task<int> RunAsync(string[] args)
    {
        var root = Root();
        var parsed = Parse(root, args);
        if (parsed.Errors.Count > 0)
        {
            return Refuse(Describe(parsed), ExitCode.BadUsage);
        }

        try
        {
            // The probe's own stop: ends in order and takes as long as that needs.
            return await parsed.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null });
        }
        catch (ProbeException e)
        {
            return Refuse(e.Message, e.ExitCode, e.IsLocated);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return Refuse($"the output cannot be written: {e.Message.ReplaceLineEndings(" ")}", ExitCode.BadUsage);
        }
        catch (OperationCanceledException)
        {
            return Refuse("told to stop before anything was measured", ExitCode.ObjectivesNotMet);
        }
    }

    /// <summary>All commands with their options.</summary>
    internal static RootCommand Root()
    {
        var root = new RootCommand($"Keeps measuring what the users of a Kafka cluster see.{Examples}");
        root.Subcommands.Add(new RunCommandLine().AddTo(new Command("run", "Measures by a plan, or a single cluster by options, until Ctrl+C or for a given time. With neither it starts an embedded cluster.")));
        root.Subcommands.Add(new RunCommandLine(defaultDuration: "60s").AddTo(new Command("once", "Measures for a minute, or as long as --for says, and ends with 0 when the objectives are met: a gate for a pipeline.")));
        root.Subcommands.Add(CheckCommand.Command());
        root.Subcommands.Add(CompareCommand.Command());
        root.Subcommands.Add(SloCommand.Command());
        root.Subcommands.Add(SchemaCommand.Command());
        root.Subcommands.Add(CompletionCommand.Command());
        return root;
    }

    internal static ParseResult Parse(RootCommand root, string[] args) => root.Parse(IsOfNoCommand(args, root) ? ["run", .. args] : args);

    /// <summary>What stands there without a command is of <c>run</c>, the help and the version apart.</summary>
    private static bool IsOfNoCommand(string[] args, RootCommand root) =>
        args.Length == 0 || (args[0].StartsWith('-') && !root.Options.Any(o => o.Name == args[0] || o.Aliases.Contains(args[0])));

    private static int Refuse(string line, int exitCode, bool isLocated = false)
    {
        StandardError.WriteLine(isLocated ? line : $"kafka-sli-probe: {line}");
        return exitCode;
    }

    private static string Describe(ParseResult parsed)
    {
        if (parsed.UnmatchedTokens is not [var token, ..])
        {
            return $"{OneLine(parsed.Errors[0].Message).TrimEnd('.')}; see --help";
        }

        var command = parsed.CommandResult.Command;
        return token.StartsWith('-') ? UnknownWord.Option(token, command)
            : parsed.Tokens.Any(t => t.Value == "--property") ? UnknownWord.SplitProperty
            : UnknownWord.Command(token, command);
    }

    private static string OneLine(string text) => string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}
