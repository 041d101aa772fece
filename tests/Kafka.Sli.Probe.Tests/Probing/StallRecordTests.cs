using CsCheck;
using Kafka.Sli.Probe.Probing;

namespace Kafka.Sli.Probe.Tests.Probing;

public sealed class StallRecordTests
{
    private const int Longest = 2000;

    [Fact]
    public void It_agrees_with_a_plain_list_of_moments() => Gen.Select(
        Gen.Select(Gen.Int[0, 30], Gen.Int[-3, 40]).Array[0, 40],
        Gen.Select(Gen.Int[-100, Longest], Gen.Int[-100, Longest]).Array[1, 20],
        Gen.Int[-100, Longest]).Sample(
        static (stalls, spans, openSince) =>
        {
            var record = new StallRecord();
            var isStalled = new bool[Longest];
            var start = 0;
            foreach (var (gap, length) in stalls)
            {
                // Some begin before the last one is over, and some are none.
                start += gap;
                record.Add(start, start + length);
                isStalled.AsSpan(start, Math.Max(0, length)).Fill(true);
            }

            Assert.Equal(isStalled.Count(s => s), record.Total);
            foreach (var (since, until) in spans)
            {
                var moments = Enumerable.Range(since, Math.Max(0, until - since)).ToArray();
                Assert.Equal(moments.Count(IsStalled), record.Overlap(since, until));

                // What is open goes on behind the last one that has ended.
                var behind = isStalled.Contains(true) ? Array.LastIndexOf(isStalled, true) + 1 : openSince;
                Assert.Equal(moments.Count(m => IsStalled(m) || (m >= behind && m >= openSince)), record.Overlap(since, until, openSince));
            }

            bool IsStalled(int moment) => moment >= 0 && isStalled[moment];
        },
        iter: 2000,
        threads: 1);

    [Fact]
    public void What_is_too_old_is_forgotten_and_forgives_nothing()
    {
        var record = new StallRecord(capacity: 3);
        for (var start = 0; start < 100; start += 10)
        {
            record.Add(start, start + 4);
        }

        Assert.Equal(3 * 4, record.Overlap(0, 1000));
        Assert.Equal(0, record.Overlap(0, 70));
        Assert.Equal(2 + 4, record.Overlap(82, 1000));
        Assert.Equal(10 * 4, record.Total);
    }

    [Fact]
    public void Stalls_that_touch_are_one()
    {
        var record = new StallRecord(capacity: 1);
        record.Add(10, 20);
        record.Add(20, 35);
        record.Add(30, 32);

        Assert.Equal((25, 25, 25), (record.Longest, record.Total, record.Overlap(0, 100)));
    }

    [Fact]
    public async Task Threads_that_ask_while_it_is_added_to_are_told_no_more_than_there_was()
    {
        var record = new StallRecord(capacity: 16);
        var end = 0L;
        var adding = Task.Run(
            () =>
            {
                for (var start = 0; start < 1_000_000; start += 10)
                {
                    record.Add(start, start + 5);
                    Volatile.Write(ref end, start + 10);
                }
            },
            TestContext.Current.CancellationToken);
        while (!adding.IsCompleted)
        {
            var until = Volatile.Read(ref end);
            Assert.InRange(record.Overlap(until - 50, until), 0, 25);
        }

        await adding;
        Assert.Equal(500_000, record.Total);
    }
}
