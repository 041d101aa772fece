namespace Kafka.Sli.Probe.Tests.Clocks;

/// <summary>What the bound comes to with traffic as a probe has it: fifty messages a second each way, and a header each second.</summary>
public class OffsetTrafficTests
{
    private const long Millisecond = 1_000_000;

    private readonly ClockSimulation _simulation = new(new SimulatedClock(0, 0, 0, 0), new SimulatedClock(3 * SimulatedClock.Second, 50, -20, long.MaxValue));

    [Fact]
    public void The_bound_comes_down_to_the_mean_of_the_least_delays()
    {
        Traffic(20);
        var asked = 0;

        _simulation.At(20 * SimulatedClock.Second, now => Assert.All(_simulation.Estimates(now), e =>
        {
            asked++;
            Assert.InRange(e.Offset.Seconds, e.True - 0.0015, e.True + 0.0015);

            // 2 ms one way and 3 ms the other make 2.5; the fastest came 0.2 s ago, and of the other way 0.2 s before a telling of 1 s ago, which is a drift of 1.4 ms.
            Assert.InRange(e.Offset.Error, 0.0025, 0.0033);
        }));
        _simulation.Run();

        Assert.Equal(2, asked);
    }

    [Theory]
    [InlineData(-1000)]
    [InlineData(-20)]
    [InlineData(20)]
    [InlineData(1000)]
    public void A_clock_that_is_stepped_is_followed_within_three_seconds(int milliseconds)
    {
        Traffic(30);
        var asked = 0;

        _simulation.At((20 * SimulatedClock.Second) + 123, _ => _simulation.Step(1, milliseconds * Millisecond));
        _simulation.At(23 * SimulatedClock.Second, now => Assert.All(_simulation.Estimates(now), e =>
        {
            asked++;
            Assert.InRange(e.Offset.Seconds, e.True - e.Offset.Error, e.True + e.Offset.Error);
            Assert.InRange(e.Offset.Error, 0.0025, 0.006);
        }));
        _simulation.Run();

        Assert.Equal(2, asked);
    }

    [Theory]
    [InlineData(-4)]
    [InlineData(4)]
    public void A_step_that_is_shorter_than_the_round_trip_is_not_noticed_until_the_allowed_drift_has_covered_it(int milliseconds)
    {
        Traffic(30);
        var asked = 0;

        _simulation.At(20 * SimulatedClock.Second, _ => _simulation.Step(1, milliseconds * Millisecond));
        _simulation.At((20 * SimulatedClock.Second) + (200 * Millisecond), now => Assert.All(_simulation.Estimates(now), e => Assert.NotInRange(e.True, e.Offset.Seconds - e.Offset.Error, e.Offset.Seconds + e.Offset.Error)));
        _simulation.At(26 * SimulatedClock.Second, now => Assert.All(_simulation.Estimates(now), e =>
        {
            asked++;
            Assert.InRange(e.True, e.Offset.Seconds - e.Offset.Error, e.Offset.Seconds + e.Offset.Error);
            Assert.InRange(e.Offset.Error, 0.0025, 0.0033);
        }));
        _simulation.Run();

        Assert.Equal(2, asked);
    }

    private void Traffic(int seconds)
    {
        for (var i = 0; i < seconds * 50; i++)
        {
            // One in ten is as fast as can be.
            var more = i % 10 * 7 * Millisecond;
            var sent = i * 20 * Millisecond;
            _simulation.Send(new(0, 1, sent, 0, (2 * Millisecond) + more, Tells: i % 50 == 0));
            _simulation.Send(new(1, 0, sent, 0, (3 * Millisecond) + more, Tells: i % 50 == 25));
        }
    }
}
