using Confluent.Kafka;
using Kafka.Sli.Telemetry;

namespace Kafka.Sli.Producing;

/// <summary>
/// The message as it is handed to the client: the application's own, with our headers. It is a copy, because
/// <see cref="Headers"/> is an unsynchronised list that applications share between messages and threads.
/// </summary>
internal sealed class StampedMessage<TKey, TValue>
{
    private readonly Message<TKey, TValue> _original;
    private readonly Header _stamp;

    public StampedMessage(Message<TKey, TValue> original, byte[] stamp)
    {
        _original = original;
        _stamp = new Header(SentStamp.HeaderKey, stamp);
        var headers = new Headers();
        for (var i = 0; i < original.Headers?.Count; i++)
        {
            // A consumed message that is sent on brings the stamp of its last journey.
            if (original.Headers[i].Key != SentStamp.HeaderKey)
            {
                headers.Add(original.Headers[i]);
            }
        }

        headers.Add(_stamp);
        Message = new Message<TKey, TValue>
        {
            Key = original.Key,
            Value = original.Value,
            Timestamp = original.Timestamp,
            Headers = headers,
        };
    }

    public Message<TKey, TValue> Message { get; }

    /// <summary>Only a plain message can be copied: a derived one may mean something to the client it was made for.</summary>
    public static bool CanCarry(Message<TKey, TValue>? message) => message?.GetType() == typeof(Message<TKey, TValue>);

    /// <summary>
    /// Gives the application what it would have seen without us: the headers that its serializers wrote
    /// into the message, and its own message in the exception.
    /// </summary>
    public void GiveBack(Exception? exception = null)
    {
        if (exception is ProduceException<TKey, TValue> { DeliveryResult: { } result } && ReferenceEquals(result.Message, Message))
        {
            result.Message = _original;
        }

        if (_original.Headers is { } headers && !ReferenceEquals(Message.Headers[^1], _stamp))
        {
            foreach (var key in headers.Select(h => h.Key).Where(k => k != SentStamp.HeaderKey).Distinct().ToArray())
            {
                headers.Remove(key);
            }

            foreach (var header in Message.Headers.Where(h => !ReferenceEquals(h, _stamp)))
            {
                headers.Add(header);
            }
        }
    }
}
