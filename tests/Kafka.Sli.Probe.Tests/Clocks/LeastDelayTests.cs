using Kafka.Sli.Probe.Clocks;

namespace Kafka.Sli.Probe.Tests.Clocks;

public class LeastDelayTests
{
    private const long Second = 1_000_000;

    private readonly LeastDelay _least = new();

    [Fact]
    public void The_least_counts_until_it_is_in_neither_half()
    {
        _least.Add(new(5_000, 1 * Second));
        _least.Add(new(90_000, 4 * Second));
        _least.Add(new(90_000, 9 * Second));
        Assert.Equal(5_000, Best(9 * Second));

        _least.Add(new(80_000, 10 * Second));
        Assert.Equal(80_000, Best(10 * Second));
    }

    [Fact]
    public void After_a_silence_what_was_before_it_does_not_count()
    {
        _least.Add(new(5_000, 1 * Second));
        _least.Add(new(90_000, 31 * Second));

        Assert.Equal(90_000, Best(31 * Second));
    }

    [Fact]
    public void During_a_silence_it_does_as_long_as_it_is_remembered()
    {
        _least.Add(new(5_000, 1 * Second));

        Assert.Equal(5_000, Best(31 * Second));
        Assert.Equal(5_000, Best(61 * Second));
        Assert.Null(Best(61 * Second + 1));
    }

    [Fact]
    public void A_little_less_long_ago_is_more_now()
    {
        // 3 ms in 3 s: 5 ms have become 8.
        _least.Add(new(5_000, 1 * Second));
        _least.Add(new(7_900, 4 * Second));

        Assert.Equal(7_900, Best(4 * Second));
    }

    [Fact]
    public void What_comes_late_belongs_where_it_was_measured()
    {
        _least.Add(new(90_000, 12 * Second));
        _least.Add(new(6_000, 7 * Second));
        _least.Add(new(1_000, 4 * Second));
        Assert.Equal(6_000, Best(12 * Second));

        _least.Add(new(90_000, 15 * Second));
        Assert.Equal(90_000, Best(15 * Second));
    }

    [Fact]
    public void A_time_just_before_it_is_as_uncertain_as_one_just_after()
    {
        var sample = new DelaySample(5_000, 4 * Second);

        Assert.Equal(sample.LeadAt(5 * Second), sample.LeadAt(3 * Second));
        Assert.True(sample.LeadAt(3 * Second) >= 6_000);
    }

    private long? Best(long now) => _least.Best(now, 60 * Second)?.Delay;
}
