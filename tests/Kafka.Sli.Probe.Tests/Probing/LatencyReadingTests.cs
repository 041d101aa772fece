using Kafka.Sli.Probe.Probing;

namespace Kafka.Sli.Probe.Tests.Probing;

public class LatencyReadingTests
{
    private readonly LatencyReading _reading = new();

    [Fact]
    public void Nothing_recorded_is_not_known()
    {
        Assert.Equal(0, _reading.Count);
        Assert.Null(_reading.Max);
        Assert.Null(_reading.Percentile(99));
    }

    [Fact]
    public void Percentiles_are_right_to_three_digits_and_the_maximum_to_a_microsecond()
    {
        for (var i = 1; i <= 1000; i++)
        {
            _reading.Add(i / 1000.0, "ok", null, isStamped: true);
        }

        Assert.Equal(0.5, _reading.Percentile(50)!.Value, 0.0005);
        Assert.Equal(0.99, _reading.Percentile(99)!.Value, 0.001);
        Assert.Equal(1, _reading.Max);
        Assert.Equal(1, _reading.Percentile(100));
    }

    [Theory]
    [InlineData("replay", true)]
    [InlineData("backlog", true)]
    [InlineData("unobserved", true)]
    [InlineData("ok", false)]
    public void What_tells_no_wait_is_counted_and_in_no_percentile(string outcome, bool isStamped)
    {
        _reading.Add(3600, outcome, null, isStamped);

        Assert.Equal(1, _reading.Count);
        Assert.Null(_reading.Max);
    }

    [Fact]
    public void A_failure_is_a_wait_too()
    {
        _reading.Add(5, "failed", "Local_MsgTimedOut", isStamped: true);

        Assert.Equal(5, _reading.Max);
        Assert.Equal([new("failed", 1)], _reading.Outcomes);
        Assert.Equal([new("Local_MsgTimedOut", 1)], _reading.Errors);
    }

    [Fact]
    public void An_interval_holds_what_was_recorded_since_it_was_last_taken()
    {
        _reading.TakeInterval();
        _reading.Add(0.010, "ok", null, isStamped: true);
        _reading.Add(0.030, "ok", null, isStamped: true);

        var taken = _reading.TakeInterval();
        Assert.Equal(0.010, taken.P50!.Value, 0.0002);
        Assert.Equal(0.030, taken.Max!.Value, 0.0005);
        Assert.Equal(default, _reading.TakeInterval());
        _reading.Add(2, "ok", null, isStamped: true);
        Assert.Equal(2, _reading.TakeInterval().P99!.Value, 0.03);
        Assert.Equal(3, _reading.Count);
    }
}
