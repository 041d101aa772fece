using Confluent.Kafka;
using Kafka.Sli.Producing;

namespace Kafka.Sli.Benchmarks;

/// <summary>Decorators over stubs, as the builders of Kafka.Sli make them over Confluent.Kafka's clients, and as WithSli makes them over any other.</summary>
internal static class Clients
{
    public const string Topic = "orders";

    public static SliClientOptions Named { get; } = new() { Name = "checkout", ConsumerGroup = "billing" };

    public static KafkaSli Sli(bool stamp, params string[] objectives)
    {
        var options = new KafkaSliOptions { SentStamp = stamp };
        foreach (var objective in objectives)
        {
            options.Objectives.Add(objective);
        }

        return KafkaSli.Create(options);
    }

    public static IProducer<string, string> Built(KafkaSli sli, IProducer<string, string> inner)
    {
        var producer = new SliProducer<string, string>(inner, sli.Telemetry, sli.ProducerSettingsOf(Named) with
        {
            ClientIsConfluents = true,
            Built = BuiltProducer.From([], hasSynchronousSerializers: true),
        });
        producer.Open();
        return producer;
    }

    public static IConsumer<string, string> Built(KafkaSli sli, IConsumer<string, string> inner)
    {
        var consumer = sli.Built(inner, [new("group.id", Named.ConsumerGroup!)], Named);
        consumer.Open();
        return consumer;
    }

    /// <summary>The header that the sent stamp is, written by hand.</summary>
    public static Headers ByHand() => new() { { "kafka-sli-sent", new byte[13] } };
}
