namespace Kafka.Sli.Probe.Probing;

/// <summary>
/// What stands where a service would stand: one producer and one member of a group, of any implementation, in this process or in another one. It is given a configuration and a schedule
/// when it is made, and tells what happens by <see cref="IModelClientEvents"/>.
/// </summary>
internal interface IModelClient : IDisposable
{
    /// <summary>Which stream its messages are of.</summary>
    Guid Stream { get; }

    /// <summary>Whether it makes steps of its own. An outage of the cluster is no fault of the client.</summary>
    bool IsAlive { get; }

    /// <summary>What it last complained of, in one line; <see langword="null"/> when nothing.</summary>
    string? LastError { get; }

    /// <summary>Messages that were due and not sent when it was asked to stop.</summary>
    long Unsent { get; }

    /// <summary>Becomes a member of the group, and reads.</summary>
    void StartReading();

    /// <summary>Sends on schedule, to each of these partitions in turn.</summary>
    void StartSending(IReadOnlyList<int> partitions);

    /// <summary>From now on the topic has these partitions.</summary>
    void Cover(IReadOnlyList<int> partitions);

    /// <summary>Sends no more, and waits for what is in flight.</summary>
    void StopSending(TimeSpan longest);

    /// <summary>Commits, and leaves the group.</summary>
    void StopReading();
}
