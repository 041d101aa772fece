using Kafka.Sli.Objectives;

namespace Kafka.Sli.Probe.Probing;

/// <summary>
/// Notices when this process stands still (a pause of the garbage collector, no processor time, SIGSTOP): a thread that does nothing but wake up, and sees when it wakes up late. So what
/// is late with it is known to be no fault of the cluster.
/// </summary>
internal sealed class StallWatch : IStallRecord, IDisposable
{
    private static readonly TimeSpan Period = TimeSpan.FromMilliseconds(5);

    /// <summary>So late a thread may be on a machine that is busy, without having been stopped.</summary>
    private static readonly TimeSpan Tolerance = TimeSpan.FromMilliseconds(10);

    /// <summary>Not watching.</summary>
    private const long Never = long.MaxValue;

    private readonly TimeProvider _time;
    private readonly Action<TimeSpan> _sleep;
    private readonly StallRecord _record = new();
    private readonly long _period;
    private readonly long _tolerance;
    private readonly Thread _thread;
    private long _due = Never;
    private volatile bool _isStopped;

    /// <param name="time">Whose timestamps the stalls are told in.</param>
    /// <param name="sleep">Sleeps for about that long; <see langword="null"/> for the real thing.</param>
    public StallWatch(TimeProvider time, Action<TimeSpan>? sleep = null)
    {
        _time = time;
        _sleep = sleep ?? PreciseSleep.For;
        _period = (long)(Period.TotalSeconds * time.TimestampFrequency);
        _tolerance = (long)(Tolerance.TotalSeconds * time.TimestampFrequency);
        PoolDelay = new ThreadPoolDelay(time);
        _thread = new Thread(Run) { Name = "probe stall watch", IsBackground = true, Priority = ThreadPriority.Highest };
    }

    public ThreadPoolDelay PoolDelay { get; }

    /// <summary>How long this process stood still since the start.</summary>
    public TimeSpan Total => _time.GetElapsedTime(0, _record.Total);

    /// <summary>The longest time it stood still at once.</summary>
    public TimeSpan Longest => _time.GetElapsedTime(0, _record.Longest);

    public void Start() => _thread.Start();

    /// <inheritdoc/>
    /// <remarks>Whoever wakes up before this thread does sees the stall too: its beat is overdue.</remarks>
    public TimeSpan Overlap(long since, long until)
    {
        // Before the record is looked at: the stall that a beat adds in between is then in the record, and counts once.
        var due = Volatile.Read(ref _due);
        var isOpen = _time.GetTimestamp() - due > _tolerance;
        return _time.GetElapsedTime(0, _record.Overlap(since, until, isOpen ? due : null));
    }

    /// <summary>This thread is awake: it was to be at a time that it knows.</summary>
    internal void Beat()
    {
        var now = _time.GetTimestamp();
        if (now - _due > _tolerance)
        {
            _record.Add(_due, now);
        }

        Volatile.Write(ref _due, now + _period);
    }

    public void Dispose()
    {
        _isStopped = true;
        if (!_thread.ThreadState.HasFlag(ThreadState.Unstarted))
        {
            _thread.Join();
        }
    }

    private void Run()
    {
        while (!_isStopped)
        {
            Beat();
            PoolDelay.Look();
            _sleep(Period);
        }

        // Who no longer watches has not noticed a stall that never ends.
        Volatile.Write(ref _due, Never);
    }
}
