using Kafka.Sli.Probe.Plan;
using Kafka.Sli.Probe.Probing;

namespace Kafka.Sli.Probe.Tests.Probing;

public class SendScheduleTests
{
    private static readonly long Second = TimeProvider.System.TimestampFrequency;

    [Theory]
    [InlineData(100)]
    [InlineData(3)]
    [InlineData(0.7)]
    [InlineData(999_983)]
    public void It_does_not_drift_over_a_year(double rate)
    {
        var schedule = new SendSchedule(start: 1_000, Even(rate), TimeProvider.System);
        var aYear = TimeSpan.FromDays(365);
        var number = (long)(rate * aYear.TotalSeconds);

        var due = (schedule.Due(number) - 1_000) / (double)Second;

        Assert.Equal(number / rate, due, tolerance: 1e-6);
    }

    [Fact]
    public void What_is_due_by_a_time_is_counted()
    {
        var schedule = new SendSchedule(start: 1_000, Even(10), TimeProvider.System);

        Assert.Equal(0, schedule.CountDueBy(999));
        Assert.Equal(1, schedule.CountDueBy(1_000));
        Assert.Equal(11, schedule.CountDueBy(1_000 + Second));
    }

    [Fact]
    public void The_first_send_is_due_at_the_start() => Assert.Equal(77, new SendSchedule(77, Even(100), TimeProvider.System).Due(0));

    [Theory]
    [InlineData(0.3)]
    [InlineData(7)]
    [InlineData(1_234.5)]
    public void Count_and_due_times_tell_the_same(double rate)
    {
        foreach (var burst in (BurstPlan?[])[null, new BurstPlan(TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(2))])
        {
            var schedule = new SendSchedule(5, Even(rate) with { Burst = burst }, TimeProvider.System);
            for (var number = 0L; number < 5_000; number++)
            {
                Assert.Equal(number + 1, schedule.CountDueBy(schedule.Due(number)));
                Assert.True(schedule.Due(number + 1) > schedule.Due(number));
            }
        }
    }

    [Fact]
    public void A_burst_sends_what_its_period_makes_and_then_waits()
    {
        var schedule = new SendSchedule(0, Even(50) with { Burst = new BurstPlan(TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(2)) }, TimeProvider.System);

        Assert.Equal(0, schedule.Due(0));
        Assert.InRange(schedule.Due(499), 1.9 * Second, 2.0 * Second);
        Assert.Equal(10 * Second, schedule.Due(500));
        Assert.Equal(500, schedule.CountDueBy(9 * Second));
    }

    [Theory]
    [InlineData(0.3, 1)]
    [InlineData(0.3, 7)]
    [InlineData(50, 3)]
    [InlineData(50, 1_024)]
    public void A_partition_waits_no_longer_for_its_next_message_than_the_load_says(double rate, int partitions)
    {
        foreach (var burst in (BurstPlan?[])[null, new BurstPlan(TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(2)), new BurstPlan(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(0.5))])
        {
            var load = Even(rate) with { Burst = burst };
            var schedule = new SendSchedule(0, load, TimeProvider.System);

            var longest = Enumerable.Range(0, 5_000).Max(n => schedule.Due(n + partitions) - schedule.Due(n)) / (double)Second;

            Assert.InRange(longest, load.LongestSilence(partitions).TotalSeconds / 2, load.LongestSilence(partitions).TotalSeconds + 1e-6);
        }
    }

    private static LoadPlan Even(double rate) => LoadPlan.Default with { Rate = new Rate(rate) };
}
