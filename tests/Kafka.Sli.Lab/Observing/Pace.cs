using System.Diagnostics;

namespace Kafka.Sli.Lab.Observing;

/// <summary>A thread that does something at a fixed rate, whatever the time that it takes: what falls behind is made up for.</summary>
internal sealed class Pace
{
    private readonly CancellationTokenSource _stop = new();
    private readonly Thread _thread;

    /// <param name="perSecond">How often.</param>
    /// <param name="act">Is told when it was due.</param>
    public Pace(double perSecond, Action<long> act)
    {
        _thread = new Thread(() => Run(Stopwatch.Frequency / perSecond, act)) { IsBackground = true, Name = "lab pace", Priority = ThreadPriority.AboveNormal };
        _thread.Start();
    }

    /// <summary>When it returns nothing is done any more.</summary>
    public void Stop()
    {
        _stop.Cancel();
        _thread.Join();
    }

    private void Run(double interval, Action<long> act)
    {
        var start = Stopwatch.GetTimestamp();
        for (var number = 0L; !_stop.IsCancellationRequested; number++)
        {
            var due = start + (long)(number * interval);
            while (Stopwatch.GetTimestamp() < due)
            {
                Thread.Sleep(due - Stopwatch.GetTimestamp() > Stopwatch.Frequency / 50 ? 10 : 1);
                if (_stop.IsCancellationRequested)
                {
                    return;
                }
            }

            act(due);
        }
    }
}
