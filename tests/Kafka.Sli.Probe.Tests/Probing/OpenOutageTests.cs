using Kafka.Sli.Probe.Ledger;
using Kafka.Sli.Probe.Probing;
using Kafka.Sli.Probe.Topics;

namespace Kafka.Sli.Probe.Tests.Probing;

/// <summary>An outage is seen while it lasts, not when the client gives up.</summary>
public class OpenOutageTests
{
    private const long Late = 100;

    private static readonly Leader Leader = new(1, null);

    private readonly PartitionWatch _watch = new();

    [Fact]
    public void Sends_that_are_in_flight_and_not_late_are_none()
    {
        _watch.Begun(new(0, 1, 10), Leader);

        Assert.Null(_watch.OpenOutage(intended => 50 - intended > Late));
    }

    [Fact]
    public void The_first_send_that_is_late_begins_it_whatever_others_are_in_flight()
    {
        _watch.Begun(new(0, 1, 10), Leader);
        _watch.Begun(new(0, 2, 20), new(2, null));

        Assert.Equal((10, Leader), _watch.OpenOutage(intended => 115 - intended > Late));
    }

    [Fact]
    public void One_that_ended_badly_before_that_began_it()
    {
        _watch.Begun(new(0, 1, 10), Leader);
        _watch.Begun(new(0, 2, 20), Leader);
        _watch.Settled(new(0, 1, 10), 150, Fate.Failed, isGood: false);

        Assert.Equal((10, Leader), _watch.OpenOutage(intended => 160 - intended > Late));
    }

    [Fact]
    public void A_good_send_ends_it()
    {
        _watch.Begun(new(0, 1, 10), Leader);
        _watch.Settled(new(0, 1, 10), 150, Fate.Failed, isGood: false);
        _watch.Begun(new(0, 2, 160), Leader);
        _watch.Settled(new(0, 2, 160), 161, Fate.Acknowledged, isGood: true);

        Assert.Null(_watch.OpenOutage(intended => 300 - intended > Late));
    }
}
