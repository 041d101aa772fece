using Kafka.Sli.Probe.Clocks;

namespace Kafka.Sli.Probe.Tests.Clocks;

/// <summary>Round trips of less than nothing: what came before a step, and what is no telling.</summary>
public class PeerClockTests
{
    private const long Second = 1_000_000;

    private readonly PeerClock _peer = new("b", 100 * Second);

    [Fact]
    public void After_a_step_what_was_told_of_the_time_before_it_takes_nothing_away()
    {
        Hear(delay: -1 * Second, at: 100 * Second);

        _peer.Told(5_000, age: 3 * Second, new(4 * Second, 100 * Second));

        Assert.Equal(-1 * Second, _peer.LeastHeard(100 * Second)?.Delay);
        Assert.Null(_peer.Offset(100 * Second));
    }

    [Fact]
    public void After_a_step_what_was_heard_before_a_telling_of_the_time_after_it_is_dropped()
    {
        Hear(delay: 5_000, at: 100 * Second);

        _peer.Told(-1 * Second, age: 0, new(1_005_000, 101 * Second));

        Assert.Null(_peer.LeastHeard(101 * Second));
    }

    [Fact]
    public void A_trip_of_centuries_leaves_no_trace()
    {
        Hear(delay: 5_000, at: 100 * Second);

        _peer.Told(Arrival.MaxDelay, int.MaxValue * 1000L, new(Arrival.MaxDelay, 100 * Second));

        Hear(delay: 6_000, at: 100 * Second);
        Assert.Equal(5_000, _peer.LeastHeard(100 * Second)?.Delay);
        Assert.Null(_peer.Offset(100 * Second));

        _peer.Told(5_000, age: 0, new(5_000, 100 * Second));
        Assert.NotNull(_peer.Offset(100 * Second));
    }

    /// <summary>What agrees now by the drift since need not have agreed at the time.</summary>
    [Fact]
    public void An_error_is_never_negative()
    {
        Hear(delay: -4_000, at: 100 * Second);
        _peer.Told(1_000, age: 5 * Second, new(4_000, 105 * Second));

        Assert.NotNull(_peer.Offset(105 * Second));
        Assert.Null(_peer.Offset(100 * Second));
    }

    private void Hear(long delay, long at) => _peer.Heard(new(delay, at));
}
