using Confluent.Kafka;
using Kafka.Sli.Telemetry;

namespace Kafka.Sli.Producing;

/// <summary>What an exception of a transactional call says about the transaction.</summary>
internal static class TransactionEnd
{
    /// <summary>The same call is to be made again: nothing has ended.</summary>
    public static bool IsRetriable(Exception exception) => exception switch
    {
        KafkaRetriableException => true,

        // A time-out may also be what the transaction failed of.
        KafkaTxnRequiresAbortException or KafkaException { Error.IsFatal: true } => false,
        _ => exception is KafkaException { Error.Code: ErrorCode.Local_TimedOut or ErrorCode.Local_InProgress },
    };

    /// <summary>The call was wrong, in its arguments or in its order: the transaction stands as it stood.</summary>
    public static bool IsMisuse(Exception exception) => exception switch
    {
        KafkaException { Error: { IsFatal: false, Code: ErrorCode.Local_State or ErrorCode.Local_InvalidArg or ErrorCode.Local_NotConfigured } } => true,

        // Another call has not ended, or has timed out and is to be made again first.
        KafkaException { Error: { IsFatal: false, Code: ErrorCode.Local_Conflict or ErrorCode.Local_PrevInProgress } } => true,
        KafkaException => false,
        _ => exception is ArgumentException or InvalidOperationException or NullReferenceException,
    };

    public static Ending Failed(Exception exception) => Ending.Failed(
        exception is KafkaException { Error.Code: var code } ? ErrorNames.Of(code) : exception.GetType().FullName!);
}
