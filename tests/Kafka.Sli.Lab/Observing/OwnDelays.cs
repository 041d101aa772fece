using System.Collections.Concurrent;
using System.Diagnostics;

namespace Kafka.Sli.Lab.Observing;

/// <summary>
/// How long the machine keeps this process waiting: a thread for its turn, and work that is given to the thread pool for its begin. Two clocks that read one
/// event a few instructions apart may differ by that much, and by no more.
/// </summary>
internal sealed class OwnDelays : IDisposable
{
    private readonly ConcurrentBag<double> _thread = [];
    private readonly ConcurrentBag<double> _pool = [];
    private readonly CancellationTokenSource _stop = new();
    private readonly Thread _watch;

    public OwnDelays()
    {
        _watch = new Thread(Watch) { IsBackground = true, Name = "lab delays" };
        _watch.Start();
    }

    /// <summary>Beyond what a thread had asked to sleep, in seconds.</summary>
    public double OfThread(double percent) => Percentile.Of([.. _thread.ToArray(), 0], percent);

    /// <summary>From handing work over to its begin, in seconds.</summary>
    public double OfPool(double percent) => Percentile.Of([.. _pool.ToArray(), 0], percent);

    public void Dispose()
    {
        _stop.Cancel();
        _watch.Join();
        _stop.Dispose();
    }

    private void Watch()
    {
        while (!_stop.IsCancellationRequested)
        {
            var before = Stopwatch.GetTimestamp();
            ThreadPool.UnsafeQueueUserWorkItem(static given => given._pool.Add(Stopwatch.GetElapsedTime(given.before).TotalSeconds), (_pool, before), preferLocal: false);
            Thread.Sleep(1);
            _thread.Add(Math.Max(0, Stopwatch.GetElapsedTime(before).TotalSeconds - 0.001));
        }
    }
}
