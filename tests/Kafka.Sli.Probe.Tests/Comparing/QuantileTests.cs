using Kafka.Sli.Probe.Comparing;

namespace Kafka.Sli.Probe.Tests.Comparing;

/// <summary>A quantile says no more than its samples do.</summary>
public class QuantileTests
{
    [Theory]
    [InlineData(100, 0.5, 50, 50, false)]
    [InlineData(1000, 0.99, 990, 10, false)]
    [InlineData(999, 0.99, 990, 9, true)]
    [InlineData(1001, 0.999, 1000, 1, true)]
    [InlineData(1, 1, 1, 10, false)]
    [InlineData(3, 1, 3, 10, false)]
    public void It_is_the_sample_below_which_that_part_is_and_a_guess_where_few_are_beyond(int count, double part, double seconds, int beyond, bool isGuess)
    {
        var quantile = Quantile.Of([.. Enumerable.Range(1, count).Select(i => (double)i)], 0, 0, part);

        Assert.Equal((seconds, null, beyond, isGuess), (quantile.Seconds, quantile.AtLeast, quantile.Beyond, quantile.IsGuess));
    }

    [Theory]
    [InlineData(0, 0.5)]
    [InlineData(0, 1)]
    [InlineData(99, 0.999)]
    public void Where_none_is_beyond_it_is_not_known(int count, double part) =>
        Assert.Equal((null, null), Quantile.Of([.. Enumerable.Repeat(1.0, count)], 0, 0, part) is var quantile ? (quantile.Seconds, quantile.AtLeast) : default);

    [Fact]
    public void Among_those_that_have_not_ended_it_is_no_less_than_what_was_waited()
    {
        double[] ended = [.. Enumerable.Repeat(1.0, 95)];

        Assert.Equal(1, Quantile.Of(ended, 5, waited: 7, 0.5).Seconds);
        Assert.Equal((null, 7.0), Quantile.Of(ended, 5, waited: 7, 1) is var max ? (max.Seconds, max.AtLeast) : default);
        Assert.Equal((null, 7.0), Quantile.Of(ended, 5, waited: 7, 0.98) is var quantile ? (quantile.Seconds, quantile.AtLeast) : default);
    }

    [Fact]
    public void A_spread_is_of_what_is_known()
    {
        Assert.Equal(new Spread(2, 1, 9, 3), Spread.Of([9, null, 1, 2]));
        Assert.Equal(new Spread(1, 1, 2, 2), Spread.Of([2, 1]));
        Assert.Null(Spread.Of([null, null]));
    }
}
