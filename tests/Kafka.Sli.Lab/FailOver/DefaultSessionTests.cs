using Kafka.Sli.Lab.Brokers;

namespace Kafka.Sli.Lab.FailOver;

/// <summary>The same with Kafka's own default: a broker is dead when nothing was heard of it for 9 s.</summary>
public sealed class DefaultSessionTests : IAsyncLifetime
{
    private KafkaCluster? _cluster;

    public async ValueTask InitializeAsync()
    {
        if (KafkaHome.WhyNot is null)
        {
            _cluster = await KafkaCluster.StartAsync(new ClusterOptions { SessionTimeout = TimeSpan.FromSeconds(9) });
            await WarmUp.RunAsync(_cluster);
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_cluster is not null)
        {
            await _cluster.DisposeAsync();
        }
    }

    [Fact(Explicit = true)]
    public async Task Each_partitions_outage_is_told_as_long_as_it_was_and_in_each_second_of_it()
    {
        Assert.SkipWhen(KafkaHome.WhyNot is not null, KafkaHome.WhyNot ?? "");

        await FaultRun.MakeAndCompareAsync(_cluster!, Fault.Killed, "killed-9s", "killed (kill -9), session of 9 s");
        await FaultRun.MakeAndCompareAsync(_cluster!, Fault.Hanging, "hanging-9s", "hanging for 8 s (SIGSTOP), session of 9 s");
        await OutageAsItHappens.KillAndReadEachSecondAsync(_cluster!, "9 s");
    }
}
