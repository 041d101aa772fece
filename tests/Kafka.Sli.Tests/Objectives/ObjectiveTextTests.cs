using Kafka.Sli.Objectives;

namespace Kafka.Sli.Tests.Objectives;

public class ObjectiveTextTests
{
    [Fact]
    public void One_line_says_all_of_it()
    {
        var objective = Objective.Parse(" produce of orders-*, returns by checkout : 99.999% < 1.5s over 7d as paying ");

        Assert.Equal(ServiceLevelIndicator.Produce, objective.Indicator);
        Assert.Equal(["orders-*", "returns"], objective.Destinations);
        Assert.Equal("checkout", objective.Client);
        Assert.Equal(0.99999, objective.Target);
        Assert.Equal(TimeSpan.FromSeconds(1.5), objective.Threshold);
        Assert.Equal(TimeSpan.FromDays(7), objective.Window);
        Assert.Equal("paying", objective.Name);
    }

    [Fact]
    public void The_shortest_form_covers_everything_for_30_days()
    {
        var objective = Objective.Parse("delivery: 99% < 40ms");

        Assert.Equal(ServiceLevelIndicator.Delivery, objective.Indicator);
        Assert.Empty(objective.Destinations);
        Assert.Null(objective.Client);
        Assert.Equal(TimeSpan.FromDays(30), objective.Window);
        Assert.Equal("delivery-40ms", objective.Name);
    }

    [Theory]
    [InlineData("produce: 99.9% < 500ms")]
    [InlineData("delivery of a,b-* by me: 99.999% < 90s over 12h as mine")]
    public void What_is_written_is_what_was_read(string text)
    {
        Assert.Equal(text, Objective.Parse(text).ToString());
    }

    [Theory]
    [InlineData("offset_commit of a: 99% < 1s", "offset_commit is of a client, not of a topic; leave out 'of a', or name a client")]
    [InlineData("", "'' is no objective; write it like 'produce of orders-*: 99.9% < 500ms over 30d'")]
    [InlineData("produce 99% < 1s", "'produce 99% < 1s' is no objective")]
    [InlineData("latency: 99% < 1s", "'latency' at position 1 of 'latency: 99% < 1s' is no SLI; it is one of produce, transaction, delivery, offset_commit, assignment")]
    [InlineData("produce: nine% < 1s", "'nine' at position 10 of 'produce: nine% < 1s' is no number of percent")]
    [InlineData("produce: 99% < 1sec", "'1sec' at position 16 of 'produce: 99% < 1sec' is no duration; write it like 40ms, 1.5s or 2m")]
    [InlineData("produce: 99% < 1s over long", "'long' at position 24")]
    [InlineData("produce: 100% < 1s", "objective 'produce-1s': target 100% must be more than 0% and less than 100%")]
    [InlineData("produce: 0% < 1s", "target 0% must be more than 0%")]
    [InlineData("produce: 99% < 0s", "threshold 0s must be more than 0")]
    [InlineData("produce: 99% < 2h over 1h", "window 1h must be at least the threshold, 2h")]
    public void What_is_wrong_is_told_with_its_place_and_what_would_be_right(string text, string error)
    {
        Assert.Contains(error, Assert.Throws<FormatException>(() => Objective.Parse(text)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("40ms", 400_000)]
    [InlineData("250us", 2_500)]
    [InlineData("0.5s", 5_000_000)]
    [InlineData("2m", 1_200_000_000)]
    [InlineData("1h", 36_000_000_000)]
    [InlineData("30d", 25_920_000_000_000)]
    public void Durations_are_a_number_and_a_unit(string text, long ticks)
    {
        Assert.True(DurationText.TryParse(text, out var duration));
        Assert.Equal(ticks, duration.Ticks);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("5")]
    [InlineData("s")]
    [InlineData("-5s")]
    [InlineData("5 s")]
    [InlineData("5ss")]
    [InlineData("1e3s")]
    [InlineData("99999999999d")]
    public void Anything_else_is_no_duration(string? text) => Assert.False(DurationText.TryParse(text, out _));

    [Theory]
    [InlineData("90s", 90)]
    [InlineData("2m", 120)]
    [InlineData("0s", 0)]
    [InlineData("1d", 86_400)]
    public void Durations_are_written_in_the_largest_whole_unit(string text, int seconds) =>
        Assert.Equal(text, DurationText.Format(TimeSpan.FromSeconds(seconds)));
}
