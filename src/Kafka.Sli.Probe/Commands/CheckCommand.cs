using System.CommandLine;
using System.Globalization;
using Kafka.Sli.Probe.External;
using Kafka.Sli.Probe.Plan;
using Spectre.Console;

namespace Kafka.Sli.Probe.Commands;

/// <summary>Says what a plan would do, without doing it.</summary>
internal static class CheckCommand
{
    private static readonly string[] Columns = ["cell", "topic", "rate", "size", "messages/s"];

    public static Command Command()
    {
        var plan = new Argument<string>("plan") { Description = "The file of the plan." };
        var connect = new Option<bool>("--connect") { Description = "Tries each cluster, and says what permission is missing." };
        var command = new Command("check", "Checks a plan, and lists its cells.") { plan, connect };
        command.SetAction((parsed, _) => RunAsync(parsed.GetValue(plan)!, parsed.GetValue(connect)));
        return command;
    }

    private static async Task<int> RunAsync(string path, bool connects)
    {
        var plan = CheckedPlan.Load(path);
        if (ExternalTrial.Faults(plan) is { AreFatal: true } faults)
        {
            throw ProbeException.BadPlan(faults.Errors.Select(f => f.In(path)));
        }

        Write(plan);
        if (!connects)
        {
            return ExitCode.ObjectivesMet;
        }

        var areReachable = true;
        foreach (var cluster in plan.Clusters)
        {
            var lines = await ClusterCheck.RunAsync(cluster, [.. plan.Cells.Where(c => c.Cluster == cluster.Name)]);
            areReachable &= lines.IsRight;
            lines.All.ForEach(line => Console.Out.WriteLine(plan.Secrets.Hide($"{cluster.Name}: {line}")));
        }

        return areReachable ? ExitCode.ObjectivesMet : ExitCode.ClusterUnreachable;
    }

    private static void Write(ProbePlan plan)
    {
        var table = new Table().RoundedBorder();
        foreach (var column in Columns)
        {
            table.AddColumn(new TableColumn(column) { NoWrap = true, Alignment = column is "cell" or "topic" ? Justify.Left : Justify.Right });
        }

        foreach (var cell in plan.Cells)
        {
            table.AddRow(
                Markup.Escape(cell.Name), Markup.Escape(cell.Topic), cell.Load.Rate.ToString(), cell.Load.Size.ToString(), cell.Load.Rate.PerSecond.ToString("0.###", CultureInfo.InvariantCulture));
        }

        WholeTable.Write(AnsiConsole.Console, table);
        var rate = plan.Cells.Sum(c => c.Load.Rate.PerSecond);
        var bytes = plan.Cells.Sum(c => c.Load.Rate.PerSecond * c.Load.Size.Bytes);
        Console.Out.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{plan.Cells.Count} cell{(plan.Cells.Count == 1 ? "" : "s")} on {plan.Clusters.Count} cluster{(plan.Clusters.Count == 1 ? "" : "s")}, each with a topic of {string.Join(" or ", plan.Clusters.Select(c => c.PartitionsPerBroker).Distinct())} partition(s) for each broker: {rate:0.###} messages/s, {bytes / 1024:0.#} KiB/s from each instance."));
        foreach (var objective in plan.Objectives)
        {
            Console.Out.WriteLine($"Judged by {objective}{(plan.UsesDefaultObjectives ? " (the probe's own: the plan has none)" : "")}.");
        }
    }
}
