using Confluent.Kafka;
using Kafka.Sli.Telemetry;

namespace Kafka.Sli.Producing;

/// <summary>How a produce ended: outcome and error by the contract, and how the objectives have to look at it.</summary>
internal sealed record ProduceEnd(Ending Ending, Standing Standing)
{
    public static readonly ProduceEnd Ok = new(Ending.Ok, Standing.Timed);
    public static readonly ProduceEnd Unknown = new(Ending.Unknown, Standing.Bad);
    public static readonly ProduceEnd Abandoned = new(Ending.Abandoned, Standing.Bad);
    public static readonly ProduceEnd Unobserved = new(Ending.Unobserved, Standing.Excluded);

    /// <summary>The end that a delivery report tells.</summary>
    /// <param name="error">The report's error.</param>
    /// <param name="status">The report's status.</param>
    /// <param name="purgesForApplication">Whether what is purged now is purged because the application aborted.</param>
    public static ProduceEnd Of(Error? error, PersistenceStatus status, bool purgesForApplication = true) => error switch
    {
        null or { IsError: false } => Ok,
        { Code: ErrorCode.Local_PurgeQueue or ErrorCode.Local_PurgeInflight } when purgesForApplication => Excluded(error),
        _ when status == PersistenceStatus.PossiblyPersisted => Unknown,
        _ => Failed(error),
    };

    /// <summary>The end that an exception tells.</summary>
    public static ProduceEnd Of<TKey, TValue>(Exception exception, bool purgesForApplication = true) => exception switch
    {
        ProduceException<TKey, TValue> e when IsArgument(e.Error.Code) => Excluded(e.Error),
        ProduceException<TKey, TValue> e when SaysItMayBePersisted(e.Error.Code) => Unknown,
        ProduceException<TKey, TValue> e => Of(e.Error, e.DeliveryResult?.Status ?? PersistenceStatus.NotPersisted, purgesForApplication),
        KafkaException e => Failed(e.Error),

        // It ended the wait, not the message, and the task that would tell has gone with it.
        OperationCanceledException => Unknown,
        ArgumentException or InvalidOperationException or NullReferenceException =>
            new(Ending.Failed(exception.GetType().FullName!), Standing.Excluded),
        _ => new(Ending.Failed(exception.GetType().FullName!), Standing.Bad),
    };

    /// <summary>What ProduceAsync returned: without delivery reports it returns at once, and knows nothing.</summary>
    public static ProduceEnd Of<TKey, TValue>(DeliveryResult<TKey, TValue>? result) =>
        result is { Status: PersistenceStatus.NotPersisted } ? Unobserved : Ok;

    private static ProduceEnd Failed(Error error) => new(Ending.Failed(ErrorNames.Of(error.Code)), Standing.Bad);

    private static ProduceEnd Excluded(Error error) => new(Ending.Failed(ErrorNames.Of(error.Code)), Standing.Excluded);

    /// <summary>
    /// Confluent.Kafka's ProduceAsync makes a new exception of the one that its delivery report brought, and drops the status
    /// on the way. These errors tell it all the same: librdkafka gives them to messages that were sent.
    /// </summary>
    private static bool SaysItMayBePersisted(ErrorCode code) => code is ErrorCode.RequestTimedOut
        or ErrorCode.NotEnoughReplicasAfterAppend
        or ErrorCode.Local_TimedOut
        or ErrorCode.Local_Transport;

    private static bool IsArgument(ErrorCode code) =>
        code is ErrorCode.Local_KeySerialization or ErrorCode.Local_ValueSerialization or ErrorCode.Local_InvalidArg;
}
