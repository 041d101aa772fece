using Kafka.Sli.Probe.Probing;
using Kafka.Sli.Probe.Topics;

namespace Kafka.Sli.Probe.Tests.Probing;

/// <summary>From the intended time of the first bad send to the acknowledgement of the next good one.</summary>
public class PartitionOutageTests
{
    private static readonly Leader Old = new(1, "a");
    private static readonly Leader New = new(2, "b");

    private readonly PartitionOutage _outage = new();

    [Fact]
    public void Without_a_bad_send_there_is_none()
    {
        Assert.Null(_outage.Settled(10, Old, 11, isGood: true));
        Assert.Null(_outage.Settled(20, Old, 21, isGood: true));
    }

    [Fact]
    public void A_fail_over_ends_with_the_acknowledgement_of_the_next_good_send_and_names_the_broker_that_lost()
    {
        _outage.Settled(10, Old, 11, isGood: true);
        Assert.Null(_outage.Settled(20, Old, 90, isGood: false));
        Assert.Null(_outage.Settled(30, New, 91, isGood: false));

        Assert.Equal((20L, 101L, Old), _outage.Settled(100, New, 101, isGood: true));
        Assert.Null(_outage.Settled(110, New, 111, isGood: true));
    }

    [Fact]
    public void Bad_ones_may_be_told_in_any_order()
    {
        _outage.Settled(30, New, 90, isGood: false);
        _outage.Settled(20, Old, 91, isGood: false);

        Assert.Equal((20L, 101L, Old), _outage.Settled(100, New, 101, isGood: true));
    }

    [Fact]
    public void A_good_send_from_before_does_not_end_it()
    {
        _outage.Settled(20, Old, 90, isGood: false);

        Assert.Null(_outage.Settled(10, Old, 91, isGood: true));
        Assert.Equal((20L, 101L, Old), _outage.Settled(100, New, 101, isGood: true));
    }

    [Fact]
    public void What_is_told_late_of_an_outage_that_is_over_begins_no_other_one()
    {
        _outage.Settled(20, Old, 90, isGood: false);
        _outage.Settled(100, New, 101, isGood: true);

        _outage.Settled(50, Old, 350, isGood: false);

        Assert.Null(_outage.Settled(360, New, 361, isGood: true));
        _outage.Settled(400, New, 450, isGood: false);
        Assert.Equal((400L, 461L, New), _outage.Settled(460, New, 461, isGood: true));
    }
}
