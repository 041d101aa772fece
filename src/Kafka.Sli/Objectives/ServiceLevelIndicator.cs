namespace Kafka.Sli.Objectives;

/// <summary>What an objective is about: one event of this kind is one thing that the application waited for.</summary>
public enum ServiceLevelIndicator
{
    /// <summary>One message handed to <c>Produce</c> or <c>ProduceAsync</c>, from the call to its delivery report.</summary>
    Produce,

    /// <summary>One transaction: the time that the application spent inside its calls.</summary>
    Transaction,

    /// <summary>One message that <c>Consume</c> returns, from the producer's call to the return of <c>Consume</c>.</summary>
    Delivery,

    /// <summary>One commit of consumed offsets.</summary>
    OffsetCommit,

    /// <summary>One rebalance of one group member that had lost its partitions or had just subscribed.</summary>
    Assignment,
}
