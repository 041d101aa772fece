namespace Kafka.Sli;

/// <summary>What <c>delivery</c> objectives make of messages that were sent before their consumer first subscribed.</summary>
public enum BacklogJudgement
{
    /// <summary>Replay, or the backlog of a service that was down, is recorded and not judged.</summary>
    Exclude,

    /// <summary>It counts: the users of a service that was down waited too.</summary>
    Include,
}
