using Confluent.Kafka;

namespace Kafka.Sli.Probe.Plan;

/// <summary>What only shows when all properties of a client are seen together. Such a client is made without an address, and ended at once.</summary>
internal static class ClientRefusal
{
    private static readonly string[] Addresses = ["bootstrap.servers", "metadata.broker.list"];

    public static string? OfProducer(IReadOnlyDictionary<string, string> properties, bool isTransactional = false) =>
        Try(() => new ProducerBuilder<Null, byte[]>(isTransactional ? Without(properties).Append(new("transactional.id", "checked")) : Without(properties)).SetLogHandler(static (_, _) => { }).SetErrorHandler(static (_, _) => { }).Build());

    public static string? OfConsumer(IReadOnlyDictionary<string, string> properties) =>
        Try(() => new ConsumerBuilder<Ignore, byte[]>(Without(properties).Append(new("group.id", "checked")).DistinctBy(p => p.Key))
            .SetLogHandler(static (_, _) => { }).SetErrorHandler(static (_, _) => { }).Build());

    private static string? Try(Func<IDisposable> build)
    {
        try
        {
            build().Dispose();
            return null;
        }
        catch (Exception e) when (e is InvalidOperationException or ArgumentException or KafkaException)
        {
            return $"librdkafka refuses the configuration: {e.Message.ReplaceLineEndings(" ").Trim()}";
        }
    }

    private static IEnumerable<KeyValuePair<string, string>> Without(IReadOnlyDictionary<string, string> properties) => properties.Where(p => !Addresses.Contains(p.Key));
}
