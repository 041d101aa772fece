using Kafka.Sli.Probe.Probing;

namespace Kafka.Sli.Probe.Tests.Probing;

public class ScheduleTests
{
    [Theory]
    [InlineData(100)]
    [InlineData(3)]
    [InlineData(0.7)]
    [InlineData(999_983)]
    public void It_does_not_drift_over_a_year(double rate)
    {
        var schedule = new Schedule(start: 1_000, rate, TimeProvider.System);
        var aYear = TimeSpan.FromDays(365);
        var number = (long)(rate * aYear.TotalSeconds);

        var due = (schedule.Due(number) - 1_000) / (double)TimeProvider.System.TimestampFrequency;

        Assert.Equal(number / rate, due, tolerance: 1e-6);
    }

    [Fact]
    public void What_is_due_by_a_time_is_counted()
    {
        var schedule = new Schedule(start: 1_000, rate: 10, TimeProvider.System);

        Assert.Equal(0, schedule.CountDueBy(999));
        Assert.Equal(1, schedule.CountDueBy(1_000));
        Assert.Equal(11, schedule.CountDueBy(1_000 + TimeProvider.System.TimestampFrequency));
    }

    [Fact]
    public void The_first_send_is_due_at_the_start() => Assert.Equal(77, new Schedule(77, 100, TimeProvider.System).Due(0));
}
