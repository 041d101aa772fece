using System.CommandLine;
using Kafka.Sli.Probe.Plan;
using Kafka.Sli.Probe.Slo.Grafana;

namespace Kafka.Sli.Probe.Commands;

/// <summary>Writes Grafana dashboards of a plan.</summary>
internal static class SloDashboardCommand
{
    public static Command Command()
    {
        var plan = new Argument<string>("plan") { Description = "The file of the plan." };
        var dashboard = new Option<string>("--dashboard") { Description = "Which of them to write to standard output.", DefaultValueFactory = _ => GrafanaDashboards.Names[0] };
        dashboard.AcceptOnlyFromAmong([.. GrafanaDashboards.Names]);
        var to = new Option<string?>("--to") { Description = "A folder to write all of them to, a file each." };
        var command = new Command("dashboard", "Writes Grafana dashboards as JSON: an overview, one of a cell, one of services' clients.") { plan, dashboard, to };
        command.Validators.Add(parsed =>
        {
            if (parsed.GetResult(to) is not null && parsed.GetResult(dashboard) is { Implicit: false })
            {
                parsed.AddError("--to writes all dashboards: leave out --dashboard");
            }
        });
        command.SetAction(parsed => Write(CheckedPlan.Load(parsed.GetValue(plan)!), Enum.Parse<DashboardKind>(parsed.GetValue(dashboard)!, ignoreCase: true), parsed.GetValue(to)));
        return command;
    }

    private static int Write(ProbePlan plan, DashboardKind kind, string? folder)
    {
        if (folder is null)
        {
            Console.Out.Write(GrafanaDashboards.Text(kind, plan));
            return ExitCode.ObjectivesMet;
        }

        try
        {
            Directory.CreateDirectory(folder);
            foreach (var each in Enum.GetValues<DashboardKind>())
            {
                File.WriteAllText(Path.Combine(folder, GrafanaDashboards.FileName(each)), GrafanaDashboards.Text(each, plan));
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw ProbeException.BadUsage($"--to {folder}: cannot be written ({e.Message.ReplaceLineEndings(" ").TrimEnd('.')}); give a folder, which is made where it is missing", e);
        }

        return ExitCode.ObjectivesMet;
    }
}
