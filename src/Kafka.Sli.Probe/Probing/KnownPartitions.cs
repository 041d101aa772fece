using System.Diagnostics;
using Confluent.Kafka;

namespace Kafka.Sli.Probe.Probing;

/// <summary>What a client of librdkafka knows of a topic's partitions.</summary>
internal static class KnownPartitions
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    /// <summary>Has a client ask until the broker that it asks knows of so many partitions, or for as long as one may wait: each broker learns of them by itself.</summary>
    /// <remarks>Of all topics: only then does a member look whether its group has anything more to read.</remarks>
    public static void Refresh(Handle client, string topic, int count)
    {
        using var admin = new DependentAdminClientBuilder(client).Build();
        for (var began = Stopwatch.StartNew(); began.Elapsed < Longest; Thread.Sleep(Pause))
        {
            try
            {
                if (admin.GetMetadata(Longest).Topics.Find(t => t.Topic == topic)?.Partitions.Count >= count)
                {
                    return;
                }
            }
            catch (KafkaException)
            {
                // Nobody answers: then there is an outage indeed.
            }
        }
    }
}
