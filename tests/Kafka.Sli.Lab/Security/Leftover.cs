using Kafka.Sli.Lab.Brokers;

namespace Kafka.Sli.Lab.Security;

/// <summary>A topic that a probe makes: gone with the test, however that ends.</summary>
internal sealed class Leftover : IAsyncDisposable
{
    private readonly KafkaCluster _cluster;
    private readonly string _topic;

    public Leftover(KafkaCluster cluster, string topic) => (_cluster, _topic) = (cluster, topic);

    public async ValueTask DisposeAsync()
    {
        if (await _cluster.Admin.DescribeAsync(_topic) is not null)
        {
            await _cluster.Admin.DeleteTopicAsync(_topic);
        }
    }
}
