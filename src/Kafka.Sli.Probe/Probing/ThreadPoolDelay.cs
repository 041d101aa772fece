namespace Kafka.Sli.Probe.Probing;

/// <summary>How long the thread pool takes to begin what it is given: continuations, timers and exporters wait that long.</summary>
internal sealed class ThreadPoolDelay : IThreadPoolWorkItem
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(100);

    private const long None = long.MinValue;

    private readonly TimeProvider _time;
    private readonly Action<IThreadPoolWorkItem> _queue;
    private readonly long _interval;
    private long _next = None;
    private long _queuedAt = None;
    private long _last;
    private long _longest;

    /// <param name="time">The clock.</param>
    /// <param name="queue">Hands an item to the thread pool; <see langword="null"/> for the real one.</param>
    public ThreadPoolDelay(TimeProvider time, Action<IThreadPoolWorkItem>? queue = null)
    {
        _time = time;
        _queue = queue ?? (static item => ThreadPool.UnsafeQueueUserWorkItem(item, preferLocal: false));
        _interval = (long)(Interval.TotalSeconds * time.TimestampFrequency);
    }

    /// <summary>Of the last item; of the one that waits, when that is longer already.</summary>
    public TimeSpan Last => _time.GetElapsedTime(0, Math.Max(Volatile.Read(ref _last), Waiting));

    public TimeSpan Longest => _time.GetElapsedTime(0, Math.Max(Volatile.Read(ref _longest), Waiting));

    /// <summary>Whether nothing of it waits.</summary>
    public bool IsIdle => Volatile.Read(ref _queuedAt) == None;

    private long Waiting => Volatile.Read(ref _queuedAt) is var since and not None ? _time.GetTimestamp() - since : 0;

    /// <summary>Queues an item each 100 ms, one at a time. Called by one thread.</summary>
    public void Look()
    {
        var now = _time.GetTimestamp();
        if (now >= _next && IsIdle)
        {
            _next = now + _interval;
            Volatile.Write(ref _queuedAt, now);
            _queue(this);
        }
    }

    void IThreadPoolWorkItem.Execute()
    {
        var delay = _time.GetTimestamp() - _queuedAt;
        Volatile.Write(ref _last, delay);
        Volatile.Write(ref _longest, Math.Max(_longest, delay));
        Volatile.Write(ref _queuedAt, None);
    }
}
