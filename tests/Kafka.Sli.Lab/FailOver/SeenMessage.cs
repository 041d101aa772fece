using System.Diagnostics;

namespace Kafka.Sli.Lab.FailOver;

/// <summary>One message of a cell, timed by the observer's stopwatch.</summary>
/// <param name="partition">Where it went to.</param>
/// <param name="number">Its number there.</param>
/// <param name="due">By the schedule.</param>
internal sealed class SeenMessage(int partition, long number, long due)
{
    private long _ended;
    private long _read;

    public int Partition { get; } = partition;

    public long Number { get; } = number;

    public long Due { get; } = due;

    /// <summary>When its sender knew what had become of it.</summary>
    public long Ended => Volatile.Read(ref _ended);

    public bool HasEnded => Ended != 0;

    public bool IsAcknowledged { get; private set; }

    public bool IsRead => Volatile.Read(ref _read) != 0;

    /// <summary>From when it was due to the answer, in seconds.</summary>
    public double Latency => Stopwatch.GetElapsedTime(Due, Ended).TotalSeconds;

    /// <summary>From when it was due to the first read, in seconds.</summary>
    public double Age => Stopwatch.GetElapsedTime(Due, Volatile.Read(ref _read)).TotalSeconds;

    public void End(long at, bool isAcknowledged)
    {
        IsAcknowledged = isAcknowledged;
        Volatile.Write(ref _ended, at);
    }

    /// <summary>Of a record that is read twice the first counts.</summary>
    public void Read(long at) => Interlocked.CompareExchange(ref _read, at, 0);
}
