namespace Kafka.Sli.Probe.Comparing;

/// <summary>One send of one cell. Times are timestamps of the monotonic clock, and 0 what has not happened.</summary>
/// <param name="partition">Where it went to.</param>
/// <param name="due">By the schedule.</param>
internal sealed class ComparedSend(int partition, long due)
{
    private long _ended;
    private long _read;

    public int Partition => partition;

    public long Due => due;

    /// <summary>When its sender knew what had become of it.</summary>
    public long Ended => Volatile.Read(ref _ended);

    /// <summary>When it was read the first time.</summary>
    public long Read => Volatile.Read(ref _read);

    public bool IsAcknowledged { get; private set; }

    public void End(long at, bool isAcknowledged)
    {
        IsAcknowledged = isAcknowledged;
        Volatile.Write(ref _ended, at);
    }

    public void ReadAt(long at) => Interlocked.CompareExchange(ref _read, at, 0);
}
