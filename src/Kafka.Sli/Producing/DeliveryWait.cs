using Confluent.Kafka;

namespace Kafka.Sli.Producing;

/// <summary>
/// The task of a ProduceAsync that was made of a Produce. It ends as the client's own would: with the same result, the same
/// exception, and when the application's token is cancelled, while the message goes on.
/// </summary>
internal sealed class DeliveryWait<TKey, TValue> : TaskCompletionSource<DeliveryResult<TKey, TValue>>
{
    private readonly ProduceTarget _target;
    private readonly Message<TKey, TValue> _message;
    private readonly CancellationTokenRegistration _cancellation;

    public DeliveryWait(in ProduceTarget target, Message<TKey, TValue> message, CancellationToken cancellationToken)
        : base(TaskCreationOptions.RunContinuationsAsynchronously)
    {
        _target = target;
        _message = message;

        // Without the token, as the client does: the exception names none.
        _cancellation = cancellationToken.CanBeCanceled
            ? cancellationToken.UnsafeRegister(static wait => ((DeliveryWait<TKey, TValue>)wait!).TrySetCanceled(CancellationToken.None), this)
            : default;
    }

    /// <summary>The delivery report.</summary>
    public void Complete(DeliveryReport<TKey, TValue> report)
    {
        _cancellation.Unregister();
        if (report.Error.IsError)
        {
            TrySetException(new ProduceException<TKey, TValue>(report.Error, Undelivered()));
            return;
        }

        TrySetResult(new DeliveryResult<TKey, TValue>
        {
            Topic = report.Topic,
            Partition = report.Partition,
            Offset = report.Offset,
            Status = report.Status,
            Message = report.Message,
        });
    }

    /// <summary>The call was refused: there is nothing to wait for.</summary>
    /// <returns>A task that has failed of it.</returns>
    public Task<DeliveryResult<TKey, TValue>> Refuse(Exception refusal)
    {
        _cancellation.Unregister();
        return System.Threading.Tasks.Task.FromException<DeliveryResult<TKey, TValue>>(
            refusal is ProduceException<TKey, TValue> ofClient ? AsOfTask(ofClient) : refusal);
    }

    /// <summary>
    /// A task's exception holds a plain result, and of a serializer's no text but the code's. What is no serializer's exception holds
    /// no inner one.
    /// </summary>
    private ProduceException<TKey, TValue> AsOfTask(ProduceException<TKey, TValue> refusal) =>
        refusal.Error.Code is ErrorCode.Local_KeySerialization or ErrorCode.Local_ValueSerialization
            ? new(new Error(refusal.Error.Code), Undelivered(), refusal.InnerException)
            : new(refusal.Error, Undelivered());

    private DeliveryResult<TKey, TValue> Undelivered() => new()
    {
        Message = _message,
        TopicPartitionOffset = new TopicPartitionOffset(_target.Partition, Offset.Unset),
    };
}
