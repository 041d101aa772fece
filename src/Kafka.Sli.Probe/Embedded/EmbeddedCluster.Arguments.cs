using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using Confluent.Kafka;

namespace Kafka.Sli.Probe.Embedded;

/// <summary>librdkafka answers many a wrong argument of the mock with an assertion, which ends the process: it never sees one.</summary>
internal sealed partial class EmbeddedCluster
{
    private static void InRange(long value, long least, long most, [CallerArgumentExpression(nameof(value))] string name = "")
    {
        if (value < least || value > most)
        {
            throw new ArgumentOutOfRangeException(name, value, $"{name} must be {least} to {most}");
        }
    }

    /// <summary>Upwards, so that a wait shorter than librdkafka can count does not vanish.</summary>
    private static int Milliseconds(TimeSpan value, int least = 0, [CallerArgumentExpression(nameof(value))] string name = "")
    {
        var milliseconds = Math.Ceiling(value.TotalMilliseconds);
        return milliseconds >= least && milliseconds <= int.MaxValue
            ? (int)milliseconds
            : throw new ArgumentOutOfRangeException(name, value, $"{name} must be {least} to {int.MaxValue} milliseconds");
    }

    private static short ApiKey(KafkaApi api) => Enum.IsDefined(api)
        ? (short)api
        : throw new ArgumentOutOfRangeException(nameof(api), api, $"the embedded cluster does not speak API {(int)api}; it speaks {string.Join(", ", Enum.GetNames<KafkaApi>())}");

    private static string TopicName(string topic)
    {
        ArgumentNullException.ThrowIfNull(topic);
        return LegalTopicName().IsMatch(topic)
            ? topic
            : throw new ArgumentException($"'{topic}' is no name for a topic; use 1 to 249 of letters, digits, '.', '_' and '-', but not '.' or '..' alone", nameof(topic));
    }

    /// <summary>What goes over the wire as an error, or the one local code that has a meaning there.</summary>
    private static ErrorCode BrokerError(ErrorCode error) => error is >= ErrorCode.Unknown or ErrorCode.Local_Transport
        ? error
        : throw new ArgumentOutOfRangeException(nameof(error), error, $"{error} is an error of the client's own; push one that brokers answer with, or {ErrorCode.Local_Transport} to have the connection cut");

    private int Broker(int brokerId) => _brokers.Contains(brokerId) || _hidden.Contains(brokerId)
        ? brokerId
        : throw new ArgumentOutOfRangeException(nameof(brokerId), brokerId, $"no broker {brokerId} in the embedded cluster; its brokers are {string.Join(", ", _brokers.Union(_hidden))}");

    private int BrokerOrNone(int brokerId) => brokerId == NoBroker ? NoBroker : Broker(brokerId);

    /// <summary>The mock's own answer to an unknown topic is to create it, so a mistyped name would look like a fault that has no effect.</summary>
    private void RequirePartition(string topic, int partition)
    {
        TopicName(topic);
        InRange(partition, 0, int.MaxValue);
        if (!Exists(topic, partition))
        {
            throw Exists(topic, 0)
                ? new ArgumentOutOfRangeException(nameof(partition), partition, $"topic '{topic}' has no partition {partition}")
                : new ArgumentException($"no topic '{topic}' in the embedded cluster; create it first", nameof(topic));
        }
    }

    // To delete beyond the end is refused, and so changes nothing, but only where there is something to delete from.
    private bool Exists(string topic, int partition) =>
        Librdkafka.PartitionDeleteRecords(Native, topic, partition, long.MaxValue) == ErrorCode.OffsetOutOfRange;

    [GeneratedRegex(@"^(?!\.{1,2}$)[a-zA-Z0-9._-]{1,249}\z")]
    private static partial Regex LegalTopicName();
}
