using System.CommandLine;
using Kafka.Sli.Probe.Probing;

namespace Kafka.Sli.Probe.Commands;

/// <summary>The command line: without a command it is <c>run</c>.</summary>
internal static class ProbeCommandLine
{
    public static async Task<int> RunAsync(string[] args)
    {
        var run = new RunCommandLine();
        var root = new RootCommand("Keeps measuring what the users of a Kafka cluster see.");
        root.Subcommands.Add(run.AddTo(new Command("run", "Measures a cluster until Ctrl+C, or for a given time. With no --bootstrap it starts an embedded cluster.")));
        run.AddTo(root);

        var parsed = root.Parse(args);
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
            return Refuse(e.Message, e.ExitCode);
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

    private static int Refuse(string line, int exitCode)
    {
        Console.Error.WriteLine($"kafka-sli-probe: {line}");
        return exitCode;
    }

    private static string Describe(ParseResult parsed)
    {
        if (parsed.UnmatchedTokens is not [var token, ..])
        {
            return $"{parsed.Errors[0].Message.TrimEnd('.')}; see --help";
        }

        if (!token.StartsWith('-') && parsed.Tokens.Any(t => t.Value == "--property"))
        {
            // It may be the value of a secret, set off by a blank.
            return "--property: write it as key=value in one word, like --property linger.ms=0";
        }

        var unknown = token.Split('=')[0];
        var command = parsed.CommandResult.Command;
        var known = unknown.StartsWith('-')
            ? command.Options.Select(o => o.Name)
            : command.Subcommands.Select(c => c.Name);
        var nearest = known.Where(name => EditDistance.Between(name, unknown) <= unknown.Length / 2).MinBy(name => EditDistance.Between(name, unknown));
        var what = unknown.StartsWith('-') ? "option" : "command";
        return nearest is null
            ? $"{unknown}: there is no such {what}; see --help"
            : $"{unknown}: there is no such {what}; did you mean {nearest}? See --help for all";
    }
}
