namespace Kafka.Sli.Probe.Probing;

/// <summary>What a model client tells. Times are timestamps of the probe's time provider; calls come in on the client's own threads and must not take long.</summary>
internal interface IModelClientEvents
{
    /// <summary>A message goes out, due at its intended time.</summary>
    void Begun(in Sending sending);

    /// <summary>It has ended.</summary>
    /// <param name="sending">The message.</param>
    /// <param name="at">When.</param>
    /// <param name="end">How.</param>
    void Settled(in Sending sending, long at, SendEnd end);

    /// <summary>A message was read.</summary>
    void Read(in Reading reading);

    /// <summary>It reads these partitions now, beside those that it has.</summary>
    /// <param name="partitions">And whether somebody of the group has read them before.</param>
    void Assigned(IReadOnlyList<(int Partition, bool IsResumed)> partitions);

    /// <summary>It does not read these any more.</summary>
    void Revoked(IReadOnlyList<int> partitions);
}

/// <param name="Partition">Where it goes to.</param>
/// <param name="Number">Its number in that partition, of this stream; from 0.</param>
/// <param name="Intended">When it was due.</param>
internal readonly record struct Sending(int Partition, long Number, long Intended);

/// <param name="Partition">Where it was.</param>
/// <param name="Offset">Where it was there.</param>
/// <param name="Header">What its sender said of it; <see langword="null"/> for a message that no probe sent.</param>
/// <param name="At">When it was read.</param>
/// <param name="AgeSeconds">From its intended time; <see langword="null"/> where it has no stamp.</param>
internal readonly record struct Reading(int Partition, long Offset, ProbeHeader? Header, long At, double? AgeSeconds);

/// <summary>How a send ended.</summary>
internal enum SendEnd
{
    Acknowledged,

    /// <summary>It is not in the log, as far as the client can tell.</summary>
    Failed,

    /// <summary>It may be in the log.</summary>
    Unknown,
}
