namespace Kafka.Sli.Lab.FailOver;

/// <summary>Brokers that really die, hang and go, and what the probe tells of it.</summary>
[Collection(nameof(OneCluster))]
public sealed class FailOverTests
{
    private readonly SharedCluster _shared;

    public FailOverTests(SharedCluster shared) => _shared = shared;

    [Theory]
    [InlineData(Fault.Killed, "killed", "killed (kill -9)")]
    [InlineData(Fault.Hanging, "hanging", "hanging for 8 s (SIGSTOP)")]
    [InlineData(Fault.Stopped, "stopped", "stopped in order (SIGTERM)")]
    [InlineData(Fault.ControllerKilled, "controller", "killed, its controller at work")]
    public async Task Each_partitions_outage_is_told_as_long_as_it_was_and_by_the_broker_that_lost_it(Fault fault, string name, string told)
    {
        var cluster = await _shared.StartAsync();

        await FaultRun.MakeAndCompareAsync(cluster, fault, name, told);
    }

    [Fact]
    public async Task Bad_events_the_oldest_in_flight_and_the_budget_move_in_each_second_of_an_outage() =>
        await OutageAsItHappens.KillAndReadEachSecondAsync(await _shared.StartAsync(), "3 s");
}
