using System.CommandLine;
using System.Globalization;
using Kafka.Sli.Probe.Comparing;
using Kafka.Sli.Probe.External;
using Kafka.Sli.Probe.Plan;

namespace Kafka.Sli.Probe.Commands;

/// <summary>The cells of a plan side by side.</summary>
internal static class CompareCommand
{
    private const int MostRepetitions = 100;
    private const int MostPhases = 20;

    private static readonly Dictionary<string, Action<ComparisonResult, TextWriter>> Formats = new()
    {
        ["text"] = CompareText.Write,
        ["markdown"] = CompareMarkdown.Write,
        ["json"] = CompareDocument.Write,
    };

    public static Command Command()
    {
        var plan = new Argument<string>("plan") { Description = "The file of the plan." };
        var length = new Option<string?>("--for") { Description = "How long each phase lasts, such as 60s or 5m; 60s without it.", HelpName = "duration" };
        var repeat = new Option<string?>("--repeat") { Description = "How often all of it is measured, with new clients each time: the spread is reported. 3 without it.", HelpName = "number" };
        var warmUp = new Option<string?>("--warm-up") { Description = "How long clients send before they are measured; 10s without it, or the longest warm.up of the plan's profiles.", HelpName = "duration" };
        var alone = new Option<bool>("--one-at-a-time") { Description = "Measures one cell after the other, each time in another order, for a machine that is too small for all at once." };
        var faults = new Option<string[]>("--fault") { Description = "A phase of that name, in which a command of the shell makes a fault when a third of it is over. May be repeated.", HelpName = "name=command" };
        var undos = new Option<string[]>("--undo") { Description = "What takes the fault of that name back, when two thirds are over.", HelpName = "name=command" };
        var embedded = new Option<bool>("--no-faults") { Description = "Measures the steady phase alone; without it, the faults of an embedded cluster have a phase each." };
        var format = new Option<string?>("--format") { Description = "text, markdown or json; text without it.", HelpName = "format" };
        var output = new Option<string?>("--output") { Description = "The file that it is written to; standard output without it.", HelpName = "file" };
        var command = new Command("compare", "Measures the cells of a plan side by side, steady and through faults, again and again, and writes a table.") { plan, length, repeat, warmUp, alone, faults, undos, embedded, format, output };
        command.SetAction((parsed, _) =>
        {
            var compared = CheckedPlan.Load(parsed.GetValue(plan)!);
            var settings = new ComparisonSettings
            {
                Length = Duration("--for", parsed.GetValue(length)) ?? TimeSpan.FromMinutes(1),
                Repetitions = Repetitions(parsed.GetValue(repeat)),
                WarmUp = Duration("--warm-up", parsed.GetValue(warmUp), least: TimeSpan.Zero) ?? compared.Cells.Select(c => c.WarmUp).Append(TimeSpan.FromSeconds(10)).Max(),
                OneAtATime = parsed.GetValue(alone),
                Phases = [ComparisonPhase.Steady, .. Faults(compared, parsed.GetValue(faults) ?? [], parsed.GetValue(undos) ?? [], parsed.GetValue(embedded))],
            };
            return RunAsync(compared, settings, Format(parsed.GetValue(format) ?? "text"), parsed.GetValue(output));
        });
        return command;
    }

    private static async Task<int> RunAsync(ProbePlan plan, ComparisonSettings settings, Action<ComparisonResult, TextWriter> write, string? path)
    {
        // What cannot be written is told before it is measured.
        await using var file = path is null ? null : Create(path);
        using var stop = new StopSignal();
        var result = await new Comparison(plan, settings, ModelClients.Build, line => StandardError.WriteLine($"kafka-sli-probe: {plan.Secrets.Hide(line)}")).RunAsync(stop.Token);
        write(result with { Notes = [.. result.Notes.Select(plan.Secrets.Hide)] }, file ?? Console.Out);
        return result is { IsComplete: true, Notes.Count: 0 } ? ExitCode.ObjectivesMet : ExitCode.ObjectivesNotMet;
    }

    private static StreamWriter Create(string path)
    {
        try
        {
            return File.CreateText(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw ProbeException.BadUsage($"--output {path}: cannot be written ({e.Message.ReplaceLineEndings(" ").TrimEnd('.')}); give a file in a folder that is there", e);
        }
    }

    private static IEnumerable<ComparisonPhase> Faults(ProbePlan plan, string[] faults, string[] undos, bool areNone)
    {
        if (areNone && faults.Length > 0)
        {
            throw ProbeException.BadUsage($"--fault {faults[0]}: there is none with --no-faults; leave one of both out");
        }

        ComparisonPhase[] own = areNone || plan.Clusters.Any(c => c.Bootstrap is not null) ? [] : [.. EmbeddedPhases.All];
        var (commands, undo) = (Named("--fault", faults, [ComparisonPhase.Steady, .. own]), Named("--undo", undos, []));
        if (undo.Keys.FirstOrDefault(n => !commands.ContainsKey(n)) is { } lonely)
        {
            throw ProbeException.BadUsage($"--undo {lonely}=...: there is no --fault of that name; give one, or leave it out");
        }

        if (commands.Count > MostPhases)
        {
            throw ProbeException.BadUsage($"--fault: {commands.Count} of them, and {MostPhases} is the most");
        }

        return own.Concat(commands.Select(c => new ComparisonPhase(
            c.Key,
            (_, stop) => FaultCommand.RunAsync(c.Value, FaultCommand.LongestEnd, stop),
            undo.TryGetValue(c.Key, out var back) ? (_, stop) => FaultCommand.RunAsync(back, FaultCommand.LongestEnd, stop) : null)));
    }

    private static Dictionary<string, string> Named(string option, string[] words, ComparisonPhase[] others)
    {
        var named = new Dictionary<string, string>();
        foreach (var word in words)
        {
            var (name, command) = word.Split('=', 2, StringSplitOptions.TrimEntries) is [{ Length: > 0 } n, { Length: > 0 } c] ? (n, c) : throw ProbeException.BadUsage($"{option} {word}: must be a name and a command, like {option} 'broker 2 stopped=systemctl --host broker2 stop kafka'");
            if (others.Any(p => p.Name == name) || !named.TryAdd(name, command))
            {
                throw ProbeException.BadUsage($"{option} {name}=...: there is a phase of that name already; give it another one");
            }
        }

        return named;
    }

    private static TimeSpan? Duration(string option, string? text, TimeSpan? least = null)
    {
        if (text is null)
        {
            return null;
        }

        return Objectives.DurationText.TryParse(text, out var duration) && (duration > TimeSpan.Zero || duration >= least) && duration <= TimeSpan.FromDays(1)
            ? duration
            : text is "0" or "0s" && least is not null ? TimeSpan.Zero
            : throw ProbeException.BadUsage($"{option} {text}: must be a duration of at most a day, such as 60s or 5m");
    }

    private static int Repetitions(string? text) => text is null ? 3
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number is >= 1 and <= MostRepetitions ? number
        : throw ProbeException.BadUsage($"--repeat {text}: must be a number from 1 to {MostRepetitions}");

    private static Action<ComparisonResult, TextWriter> Format(string name) =>
        Formats.GetValueOrDefault(name) ?? throw ProbeException.BadUsage($"--format {name}: must be one of {string.Join(", ", Formats.Keys)}");
}
