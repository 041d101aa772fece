using System.Diagnostics;
using Confluent.Kafka;

namespace Kafka.Sli.Lab.Observing;

/// <summary>One message, timed by a stopwatch around the call that sends it.</summary>
internal sealed class ObservedSend
{
    private long _ended;

    /// <summary>Its number, which its value tells whoever reads it.</summary>
    public required int Number { get; init; }

    public required int Partition { get; init; }

    /// <summary>When it was due.</summary>
    public required long Due { get; init; }

    /// <summary>Just before the call.</summary>
    public long Called { get; set; }

    public ErrorCode Error { get; private set; }

    public PersistenceStatus Status { get; private set; }

    /// <summary>When the caller knew what had become of it.</summary>
    public long Ended => Volatile.Read(ref _ended);

    public bool HasEnded => Ended != 0;

    public bool IsAcknowledged => HasEnded && Error == ErrorCode.NoError;

    /// <summary>From the call to the answer, in seconds.</summary>
    public double Latency => Stopwatch.GetElapsedTime(Called, Ended).TotalSeconds;

    /// <summary>From the time at which it was due to the answer, in seconds.</summary>
    public double LatencyFromDue => Stopwatch.GetElapsedTime(Due, Ended).TotalSeconds;

    public void End(ErrorCode error, PersistenceStatus status)
    {
        (Error, Status) = (error, status);
        Volatile.Write(ref _ended, Stopwatch.GetTimestamp());
    }
}
