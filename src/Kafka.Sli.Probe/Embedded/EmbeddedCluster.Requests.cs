namespace Kafka.Sli.Probe.Embedded;

/// <summary>What the brokers were asked. It grows for as long as it is on.</summary>
internal sealed partial class EmbeddedCluster
{
    public void StartRequestTracking() => Librdkafka.StartRequestTracking(Native);

    /// <summary>What was seen so far is forgotten with it, whatever rdkafka_mock.h says.</summary>
    public void StopRequestTracking() => Librdkafka.StopRequestTracking(Native);

    public void ClearTrackedRequests() => Librdkafka.ClearRequests(Native);

    public unsafe IReadOnlyList<TrackedRequest> TrackedRequests()
    {
        var requests = Librdkafka.GetRequests(Native, out var count);
        try
        {
            var tracked = new TrackedRequest[count];
            for (var i = 0; i < tracked.Length; i++)
            {
                tracked[i] = new(
                    Librdkafka.RequestBrokerId(requests[i]),
                    (KafkaApi)Librdkafka.RequestApiKey(requests[i]),
                    TimeSpan.FromMicroseconds(Librdkafka.RequestTimestamp(requests[i])));
            }

            return tracked;
        }
        finally
        {
            Librdkafka.DestroyRequests(requests, count);
        }
    }
}
