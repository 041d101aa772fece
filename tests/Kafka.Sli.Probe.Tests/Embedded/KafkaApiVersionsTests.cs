using Kafka.Sli.Probe.Embedded;

namespace Kafka.Sli.Probe.Tests.Embedded;

public class KafkaApiVersionsTests
{
    private const int GetTelemetrySubscriptions = 71;
    private const int ShareGroupHeartbeat = 76;

    [Fact]
    public async Task The_table_is_what_the_brokers_say()
    {
        using var cluster = EmbeddedCluster.Start(brokers: 1);

        var said = await ApiVersionsRequest.SendAsync(cluster.BootstrapServers);

        var expected = said.Where(api => api.Key < GetTelemetrySubscriptions).ToDictionary(api => (KafkaApi)api.Key, api => api.Value);
        Assert.Equal(expected.OrderBy(api => api.Key), KafkaApiVersions.Implemented.OrderBy(api => api.Key));
        Assert.Equal(Enum.GetValues<KafkaApi>().Order(), KafkaApiVersions.Implemented.Keys.Order());
        Assert.Contains(ShareGroupHeartbeat, said.Keys);
    }

    [Fact]
    public async Task An_older_broker_says_so()
    {
        using var cluster = EmbeddedCluster.Start(brokers: 1);

        cluster.SetApiVersions(KafkaApi.Produce, 3, 7);
        cluster.DisableApi(KafkaApi.ConsumerGroupHeartbeat);

        var said = await ApiVersionsRequest.SendAsync(cluster.BootstrapServers);
        Assert.Equal((3, 7), said[(int)KafkaApi.Produce]);
        Assert.DoesNotContain((int)KafkaApi.ConsumerGroupHeartbeat, said.Keys);
    }

    [Theory]
    [InlineData(0, 11)]
    [InlineData(-1, 3)]
    [InlineData(5, 4)]
    public void Versions_that_no_handler_can_read_are_refused(short min, short max)
    {
        using var cluster = EmbeddedCluster.Start(brokers: 1);

        Assert.Throws<ArgumentOutOfRangeException>(() => cluster.SetApiVersions(KafkaApi.Produce, min, max));
    }
}
