using Kafka.Sli.Probe.Ledger;
using Kafka.Sli.Probe.Plan;

namespace Kafka.Sli.Probe.External;

/// <summary>Tries with a client itself whether it takes its configuration, as <c>check</c> tries each of librdkafka's: it is started, configured and ended, and connects to nothing that waits.</summary>
internal static class ExternalTrial
{
    /// <summary>A machine that is busy starts a JVM in some seconds.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(30);

    /// <param name="plan">Of which those cells are tried that have such a client; once where several are configured alike.</param>
    /// <returns>What is wrong, and where.</returns>
    public static PlanFaults Faults(ProbePlan plan)
    {
        var (faults, tried) = (new PlanFaults(), new Dictionary<string, string?>());
        foreach (var cell in plan.Cells.Where(c => c.Client != ClientImplementation.Librdkafka))
        {
            var configuration = string.Join('\n', [cell.Libs ?? "", .. cell.Launch?.Command ?? [], "", .. Lines(cell.Producer), "", .. Lines(cell.Consumer)]);
            if (!tried.TryGetValue(configuration, out var fault))
            {
                tried[configuration] = fault = Fault(cell);
            }

            if (fault is not null)
            {
                faults.Add(cell.Place, ExternalText.OneLine(plan.Secrets.Hide($"{cell.Name}: {fault}")));
            }
        }

        return faults;

        static IEnumerable<string> Lines(IReadOnlyDictionary<string, string> properties) => properties.OrderBy(p => p.Key, StringComparer.Ordinal).Select(p => $"{p.Key}={p.Value}");
    }

    private static string? Fault(CellPlan cell)
    {
        try
        {
            return Fault(ModelClients.LaunchOf(cell), ModelClients.AsItsClientKnowsIt(cell));
        }
        catch (ProbeException e)
        {
            return e.Message;
        }
    }

    private static string? Fault(ExternalLaunch launch, CellPlan cell)
    {
        var answer = new TaskCompletionSource<string?>(TaskCreationOptions.RunContinuationsAsynchronously);
        using var process = new ExternalProcess(launch.Command, Heard, why => answer.TrySetResult(why), launch.Folder);
        process.Start();

        // Its own address: names of brokers are another matter, and --connect's.
        process.Write(ExternalJson.Write(ExternalCommand.Configure("localhost:9092", cell, new StreamId("check", 0), new NanosecondClock(TimeProvider.System).Now)));
        return answer.Task.Wait(Longest) ? answer.Task.Result : $"its client was not ready within {Longest.TotalSeconds:0} s";

        void Heard(string? line)
        {
            if (line is not null && ExternalJson.Read(line) is { Event: "ready" or "fatal" } told)
            {
                answer.TrySetResult(told.Event == "ready" ? null : told.Text ?? "it does not say why");
            }
        }
    }
}
