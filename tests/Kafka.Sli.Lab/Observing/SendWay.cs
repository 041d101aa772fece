namespace Kafka.Sli.Lab.Observing;

/// <summary>How an application learns what became of a message.</summary>
public enum SendWay
{
    /// <summary>Produce with a delivery handler.</summary>
    Handler,

    /// <summary>ProduceAsync, awaited.</summary>
    Task,
}
