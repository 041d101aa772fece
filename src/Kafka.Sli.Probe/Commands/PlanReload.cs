using System.Runtime.InteropServices;
using Kafka.Sli.Probe.Plan;
using Kafka.Sli.Probe.Probing;

namespace Kafka.Sli.Probe.Commands;

/// <summary>Reads the plan again on SIGHUP and when its file has changed. A plan that is not right is told, and the one in force goes on.</summary>
internal sealed class PlanReload : IDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private readonly string _path;
    private readonly Prober _prober;
    private readonly CancellationTokenSource _stop;
    private readonly SemaphoreSlim _asked = new(0);
    private readonly PosixSignalRegistration? _signal;
    private readonly Task _watching;
    private string _read;

    public PlanReload(string path, Prober prober, CancellationToken stop)
    {
        _path = path;
        _prober = prober;
        _stop = CancellationTokenSource.CreateLinkedTokenSource(stop);
        _read = Content();
        _signal = OperatingSystem.IsWindows() ? null : PosixSignalRegistration.Create(PosixSignal.SIGHUP, context =>
        {
            context.Cancel = true;
            _asked.Release();
        });
        _watching = Task.Run(WatchAsync, CancellationToken.None);
    }

    public void Dispose()
    {
        _signal?.Dispose();
        _stop.Cancel();
        _watching.GetAwaiter().GetResult();
        _stop.Dispose();
        _asked.Dispose();
    }

    /// <summary>By its content: a mounted ConfigMap changes its file without a file system event, and with no later time at that.</summary>
    private async Task WatchAsync()
    {
        try
        {
            while (true)
            {
                var isAsked = await _asked.WaitAsync(Interval, _stop.Token);
                var content = Content();
                if (isAsked || (content.Length > 0 && content != _read))
                {
                    _read = content;
                    await ReloadAsync();
                }
            }
        }
        catch (OperationCanceledException)
        {
            // It ends.
        }
    }

    private async Task ReloadAsync()
    {
        var (plan, faults) = PlanFile.Load(_path);
        foreach (var fault in faults.Errors.Concat(faults.Warnings))
        {
            Tell(fault.In(_path));
        }

        if (plan is null)
        {
            Tell($"{_path} is refused, and the plan in force goes on");
            return;
        }

        try
        {
            await _prober.ChangeToAsync(plan, _stop.Token);
            Tell($"{_path} is in force now: {plan.Cells.Count} cell{(plan.Cells.Count == 1 ? "" : "s")}");
        }
        catch (ProbeException e)
        {
            Tell(e.Message);
        }
    }

    private static void Tell(string line) => StandardError.WriteLine($"kafka-sli-probe: {line}");

    private string Content()
    {
        try
        {
            return File.ReadAllText(_path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // It is just being exchanged; the next look finds it.
            return "";
        }
    }
}
