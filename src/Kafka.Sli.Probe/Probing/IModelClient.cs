namespace Kafka.Sli.Probe.Probing;

/// <summary>
/// What stands where a service would stand: one producer and one member of a group, of any implementation, in this process or in another one. It is given a configuration and a schedule
/// when it is made, and tells what happens by <see cref="IModelClientEvents"/>.
/// </summary>
internal interface IModelClient : IDisposable
{
    /// <summary>Whether it makes steps of its own. An outage of the cluster is no fault of the client.</summary>
    bool IsAlive { get; }

    /// <summary>Whether it has taken its configuration. What is fatal before that is the plan's fault.</summary>
    bool IsConfigured { get; }

    /// <summary>Why it can send no more, for good, in one line: a service would have to make another one; <see langword="null"/> as long as it can.</summary>
    string? FatalError { get; }

    /// <summary>What it last complained of, in one line; <see langword="null"/> when nothing.</summary>
    string? LastError { get; }

    /// <summary>Messages that were due and not sent when it was asked to stop.</summary>
    long Unsent { get; }

    /// <summary>Becomes a member of the group, and reads.</summary>
    void StartReading();

    /// <summary>It has been given no partition: asks once more which ones there are.</summary>
    /// <param name="count">How many there are, or more.</param>
    void LookForPartitions(int count);

    /// <summary>Sends on schedule, to each of these partitions in turn.</summary>
    void StartSending(IReadOnlyList<int> partitions);

    /// <summary>From now on the topic has these partitions.</summary>
    void Cover(IReadOnlyList<int> partitions);

    /// <summary>Sends no more.</summary>
    void StopSending();

    /// <summary>Waits for what is in flight.</summary>
    /// <returns>Whether all of it has ended.</returns>
    bool Flush(TimeSpan longest);

    /// <summary>Tells each partition that its stream has ended, and how. What is in flight by now is unknown.</summary>
    /// <returns>Whether all of them know.</returns>
    bool SendClosing(TimeSpan longest);

    /// <summary>Where the partitions that it reads end now; <see langword="null"/> when the cluster does not say.</summary>
    IReadOnlyList<(int Partition, long Offset)>? FindEnds(TimeSpan longest);

    /// <summary>Reads no more, and commits.</summary>
    /// <returns>Whether all that was judged is committed, as far as that is not left to the client itself.</returns>
    bool StopReading();

    /// <summary>Leaves the group.</summary>
    /// <returns>Whether the group knows.</returns>
    bool Leave();
}
