using Confluent.Kafka;
using Kafka.Sli.Telemetry;

namespace Kafka.Sli.Producing;

/// <summary>What a producer hides once it is built, and its builder knows.</summary>
internal sealed record BuiltProducer
{
    private BuiltProducer()
    {
    }

    /// <summary>acks=0: success means that the message was written to a socket.</summary>
    public bool IsUnacknowledged { get; private init; }

    /// <summary>Nothing tells how a message ends.</summary>
    public bool ReportsAreOff { get; private init; }

    /// <summary>
    /// ProduceAsync may be made of Produce: its report comes also when the wait was cancelled, and with its persistence status.
    /// An asynchronous serializer can be called from ProduceAsync only.
    /// </summary>
    public bool HasSynchronousSerializers { get; private init; }

    public static BuiltProducer From(IEnumerable<KeyValuePair<string, string>>? config, bool hasSynchronousSerializers)
    {
        var properties = new ClientProperties(config);
        return new BuiltProducer
        {
            IsUnacknowledged = properties["acks", "request.required.acks"] == "0",
            ReportsAreOff = bool.TryParse(properties[ConfigPropertyNames.Producer.EnableDeliveryReports], out var areOn) && !areOn,
            HasSynchronousSerializers = hasSynchronousSerializers,
        };
    }
}
