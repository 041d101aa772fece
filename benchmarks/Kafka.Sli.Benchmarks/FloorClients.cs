using System.Diagnostics;
using Confluent.Kafka;
using Kafka.Sli.Telemetry;

namespace Kafka.Sli.Benchmarks;

/// <summary>The least that measures what the contract measures: the clock, one record, and what it takes to come from the call to the report.</summary>
internal sealed class FloorClients(Listening listening)
{
    private readonly uint _topicHash = SentStamp.HashOf(Clients.Topic);
    private readonly long _anchor = (DateTimeOffset.UtcNow.ToUnixTimeMilliseconds() * 1000) - (Stopwatch.GetTimestamp() / 1000);

    public Action<string, Message<Null, string>, Action<DeliveryReport<Null, string>>> Over(IProducer<Null, string> raw) => (topic, message, handler) =>
    {
        var start = Stopwatch.GetTimestamp();
        raw.Produce(topic, message, report =>
        {
            listening.RecordSince(start);
            handler(report);
        });
    };

    public Func<string, Message<Null, string>, Task> AsynchronouslyOver(IProducer<Null, string> raw) => (topic, message) =>
    {
        var start = Stopwatch.GetTimestamp();
        var sent = new TaskCompletionSource<DeliveryResult<Null, string>>(TaskCreationOptions.RunContinuationsAsynchronously);
        raw.Produce(topic, message, report =>
        {
            listening.RecordSince(start);
            if (report.Error.IsError)
            {
                sent.TrySetException(new ProduceException<Null, string>(report.Error, report));
            }
            else
            {
                sent.TrySetResult(report);
            }
        });
        return sent.Task;
    };

    public object? Consume(IConsumer<Ignore, string> raw, TimeSpan limit)
    {
        var result = raw.Consume(limit);
        if (result is not null)
        {
            RecordAge(result);
        }

        return result;
    }

    /// <summary>By the stamp, or by the message's timestamp where it has none. The wall clock is derived from the monotonic one.</summary>
    public void RecordAge<TKey, TValue>(ConsumeResult<TKey, TValue> result)
    {
        var now = _anchor + (Stopwatch.GetTimestamp() / 1000);
        var sent = result.Message.Headers is { } headers && headers.TryGetLastBytes(SentStamp.HeaderKey, out var stamp) && SentStamp.TryRead(stamp, _topicHash, out var at)
            ? at
            : result.Message.Timestamp.UnixTimestampMs * 1000;
        listening.Record((now - sent) / 1e6);
    }
}
