using CsCheck;
using Kafka.Sli.Probe.Ledger;

namespace Kafka.Sli.Probe.Tests.Ledger;

public class SentNumbersTests
{
    [Fact]
    public void The_first_message_has_number_1_and_nothing_to_tell()
    {
        var (number, fates) = new SentNumbers().Next();

        Assert.Equal(1, number);
        Assert.Equal((0, 0, 0), (fates.From, fates.Settled, fates.Runs.Count));
    }

    [Fact]
    public void What_ended_is_told_up_to_the_first_that_has_not()
    {
        var numbers = Sent(5);
        numbers.Settle(1, Fate.Acknowledged);
        numbers.Settle(2, Fate.Failed);
        numbers.Settle(4, Fate.Unknown);

        var (number, fates) = numbers.Next();

        Assert.Equal(6, number);
        Assert.Equal((0, 2), (fates.From, fates.Settled));
        Assert.Equal([new FateRun(2, 2, false)], fates.Runs);
    }

    [Fact]
    public void Closing_takes_what_has_not_ended_for_unknown_and_later_reports_change_nothing()
    {
        var numbers = Sent(4);
        numbers.Settle(2, Fate.Acknowledged);

        var (last, fates) = numbers.Close();
        numbers.Settle(1, Fate.Failed);

        Assert.Equal(4, last);
        Assert.Equal(4, fates.Settled);
        Assert.Equal([new FateRun(1, 1, true), new FateRun(3, 4, true)], fates.Runs);
        Assert.Equal(fates.Runs, numbers.Close().Fates.Runs);
    }

    [Fact]
    public void A_failure_is_told_until_a_message_that_told_it_was_acknowledged_however_long_that_takes()
    {
        var numbers = Sent(10);
        numbers.Settle(1, Fate.Failed);
        for (var number = 2; number <= 10; number++)
        {
            numbers.Settle(number, Fate.Acknowledged);
        }

        var outage = Enumerable.Range(0, 3000).Select(_ => numbers.Next().Number).ToArray();
        foreach (var number in outage)
        {
            numbers.Settle(number, Fate.Failed);
        }

        Assert.Equal([new FateRun(1, 1, false), new FateRun(11, 3010, false)], numbers.Next().Fates.Runs);
        numbers.Settle(3011, Fate.Acknowledged);
        for (var i = 0; i < 1000; i++)
        {
            numbers.Settle(numbers.Next().Number, Fate.Acknowledged);
        }

        var (_, fates) = numbers.Next();
        Assert.Empty(fates.Runs);
        Assert.Equal(4011 - 1000, fates.From);
    }

    [Fact]
    public void More_runs_than_fit_are_left_out_from_the_oldest_on_and_it_says_so()
    {
        var numbers = Sent(200);
        for (var number = 1; number <= 200; number++)
        {
            numbers.Settle(number, number % 2 == 0 ? Fate.Acknowledged : Fate.Unknown);
        }

        var (_, fates) = numbers.Next();

        Assert.Equal(Fates.MaxRuns, fates.Runs.Count);
        Assert.Equal(200, fates.Settled);
        Assert.Equal(fates.Runs[0].First - 2, fates.From);
    }

    [Fact]
    public void What_it_tells_is_true() => Gen.Select(Gen.Int[0, 2], Gen.Int[0, 9]).Array[1, 400].Sample(steps =>
    {
        var numbers = new SentNumbers();
        var ended = new Dictionary<long, Fate>();
        var open = new List<long>();
        foreach (var (kind, which) in steps)
        {
            if (open.Count == 0 || which < 4)
            {
                var (number, fates) = numbers.Next();
                open.Add(number);
                Assert.Equal(ended.Keys.Order().Index().TakeWhile(k => k.Item == k.Index + 1).Count(), fates.Settled);
                for (var n = fates.From + 1; n <= fates.Settled; n++)
                {
                    var run = fates.Runs.FirstOrDefault(r => r.First <= n && n <= r.Last);
                    Assert.Equal(ended[n], run == default ? Fate.Acknowledged : run.IsUnknown ? Fate.Unknown : Fate.Failed);
                }
            }
            else
            {
                var number = open[which % open.Count];
                open.Remove(number);
                numbers.Settle(number, ended[number] = (Fate)kind);
            }
        }
    });

    private static SentNumbers Sent(int count)
    {
        var numbers = new SentNumbers();
        for (var i = 0; i < count; i++)
        {
            numbers.Next();
        }

        return numbers;
    }
}
