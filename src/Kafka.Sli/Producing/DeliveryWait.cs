using Confluent.Kafka;

namespace Kafka.Sli.Producing;

/// <summary>
/// The task of a ProduceAsync that was made of a Produce. It ends as the client's own would: with the same result, the same
/// exception, and when the application's token is cancelled, while the message goes on.
/// </summary>
internal sealed class DeliveryWait<TKey, TValue> : TaskCompletionSource<DeliveryResult<TKey, TValue>>
{
    private readonly TopicPartition? _target;
    private readonly Message<TKey, TValue> _message;
    private readonly CancellationTokenRegistration _cancellation;

    public DeliveryWait(TopicPartition? target, Message<TKey, TValue> message, CancellationToken cancellationToken)
        : base(TaskCreationOptions.RunContinuationsAsynchronously)
    {
        _target = target;
        _message = message;

        // Without the token, as the client does: the exception names none.
        _cancellation = cancellationToken.UnsafeRegister(static wait => ((DeliveryWait<TKey, TValue>)wait!).TrySetCanceled(CancellationToken.None), this);
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
            TopicPartitionOffset = report.TopicPartitionOffset,
            Status = report.Status,
            Message = report.Message,
        });
    }

    /// <summary>There is nothing to wait for.</summary>
    public void Forget() => _cancellation.Unregister();

    /// <summary>
    /// A task's exception holds a plain result, and of a serializer's no text but the code's. What is no serializer's exception holds
    /// no inner one.
    /// </summary>
    public ProduceException<TKey, TValue> AsOfTask(ProduceException<TKey, TValue> refusal) =>
        refusal.Error.Code is ErrorCode.Local_KeySerialization or ErrorCode.Local_ValueSerialization
            ? new(new Error(refusal.Error.Code), Undelivered(), refusal.InnerException)
            : new(refusal.Error, Undelivered());

    private DeliveryResult<TKey, TValue> Undelivered() => new()
    {
        Message = _message,
        TopicPartitionOffset = new TopicPartitionOffset(_target, Offset.Unset),
    };
}
