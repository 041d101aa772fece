using System.Diagnostics;
using System.Globalization;
using Confluent.Kafka;

namespace Kafka.Sli.Telemetry;

/// <summary>What a span tells of one message, which a metric must not.</summary>
internal static class MessageSpan
{
    /// <summary>Where the message is in the log, if it is known to be there.</summary>
    public static Activity At(this Activity span, TopicPartitionOffset? position)
    {
        if (position is { Offset.IsSpecial: false })
        {
            span.SetTag("messaging.destination.partition.id", position.Partition.Value.ToString(CultureInfo.InvariantCulture));
            span.SetTag("messaging.kafka.offset", position.Offset.Value);
        }

        return span;
    }
}
