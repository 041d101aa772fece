namespace Kafka.Sli.Probe.Probing;

/// <summary>One half of a cell, at work on a thread of its own: what others do on the thread pool must not delay it.</summary>
internal abstract class CellWorker : IDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly Thread _thread;
    private long _lastProgress;
    private long _stoppedAt = long.MaxValue;
    private volatile bool _isAtWork;

    protected CellWorker(string name, TimeProvider time)
    {
        Time = time;
        _lastProgress = time.GetTimestamp();
        _thread = new Thread(Work) { Name = name, IsBackground = true };
    }

    /// <summary>How long ago it last made a step, whether the cluster let it succeed or not; nothing while it has no work.</summary>
    public TimeSpan SinceProgress => _isAtWork ? Time.GetElapsedTime(Interlocked.Read(ref _lastProgress)) : TimeSpan.Zero;

    protected TimeProvider Time { get; }

    protected CancellationToken Stopping => _stop.Token;

    /// <summary>When it was first asked to end.</summary>
    protected long StoppedAt => Interlocked.Read(ref _stoppedAt);

    public void Start() => _thread.Start();

    /// <summary>Asks it to end, and waits for that.</summary>
    public void Stop()
    {
        RequestStop();
        if (!_thread.ThreadState.HasFlag(ThreadState.Unstarted))
        {
            _thread.Join();
        }
    }

    /// <summary>Asks it to end, and waits for that no longer than this.</summary>
    /// <returns>Whether it has ended.</returns>
    public bool Stop(TimeSpan longest)
    {
        RequestStop();
        return _thread.ThreadState.HasFlag(ThreadState.Unstarted) || _thread.Join(longest);
    }

    public void Dispose()
    {
        Stop();
        _stop.Dispose();
    }

    protected abstract void Run();

    protected void RequestStop()
    {
        Interlocked.CompareExchange(ref _stoppedAt, Time.GetTimestamp(), long.MaxValue);
        _stop.Cancel();
    }

    protected void Progressed() => Interlocked.Exchange(ref _lastProgress, Time.GetTimestamp());

    private void Work()
    {
        Progressed();
        _isAtWork = true;
        Run();
        _isAtWork = false;
    }
}
