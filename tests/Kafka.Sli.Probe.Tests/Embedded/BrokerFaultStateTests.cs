using Kafka.Sli.Probe.Embedded;

namespace Kafka.Sli.Probe.Tests.Embedded;

public sealed class BrokerFaultStateTests : IDisposable
{
    private readonly EmbeddedCluster _cluster = EmbeddedCluster.Start(brokers: 3);
    private readonly BrokerFaults _faults;

    public BrokerFaultStateTests()
    {
        _faults = new BrokerFaults(_cluster);
        _cluster.CreateTopic("topic", 3);
        for (var broker = 1; broker <= 3; broker++)
        {
            _faults.Lead("topic", broker - 1, broker);
        }
    }

    [Fact]
    public void What_is_done_to_a_broker_is_told_until_it_is_taken_back()
    {
        _faults.SetDown(1, isDown: true);
        _faults.SetSlow(2, isSlow: true);
        Assert.Equal([new(1, true, false, 1), new(2, false, true, 1), new(3, false, false, 1)], _faults.Brokers);

        _faults.SetDown(1, isDown: false);
        _faults.SetSlow(2, isSlow: false);
        Assert.All(_faults.Brokers, b => Assert.Equal(new BrokerState(b.Id, false, false, 1), b));
    }

    [Fact]
    public void Leaders_move_to_those_that_are_up()
    {
        _faults.SetDown(2, isDown: true);

        Assert.True(_faults.MoveLeaders(1));
        Assert.Equal([0, 1, 2], _faults.Brokers.Select(b => b.Leads));
        Assert.True(_faults.MoveLeaders(2));
        Assert.Equal([1, 0, 2], _faults.Brokers.Select(b => b.Leads));
    }

    [Fact]
    public void Where_nobody_else_is_up_nothing_moves()
    {
        _faults.SetDown(2, isDown: true);
        _faults.SetDown(3, isDown: true);

        Assert.False(_faults.MoveLeaders(1));
        Assert.Equal([1, 1, 1], _faults.Brokers.Select(b => b.Leads));
    }

    [Fact]
    public void Healed_everything_is_as_it_was()
    {
        _faults.SetDown(1, isDown: true);
        _faults.SetSlow(3, isSlow: true);
        _faults.MoveLeaders(1);

        _faults.Heal();

        Assert.All(_faults.Brokers, b => Assert.Equal(new BrokerState(b.Id, false, false, 1), b));
    }

    public void Dispose() => _cluster.Dispose();
}
