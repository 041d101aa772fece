using Kafka.Sli.InFlight;
using Kafka.Sli.Objectives;
using Microsoft.Extensions.Time.Testing;

namespace Kafka.Sli.Tests.InFlight;

public sealed class InFlightRegisterTests : IDisposable
{
    private readonly FakeTimeProvider _time = new();
    private readonly RegisterOfOne _of;

    public InFlightRegisterTests() => _of = new(_time);

    private InFlightRegister Register => _of.Register;

    public void Dispose() => _of.Dispose();

    [Fact]
    public void It_knows_how_many_there_are_and_since_when()
    {
        Assert.Equal((0, null), (Register.Count, Register.OldestStart));
        var first = _of.Add();
        _time.Advance(TimeSpan.FromSeconds(10));
        var second = _of.Add();

        Assert.Equal((2, first.Start), (Register.Count, Register.OldestStart));
        Assert.True(Register.TryRemove(first));
        Assert.Equal((1, second.Start), (Register.Count, Register.OldestStart));
        Assert.True(Register.TryRemove(second));
        Assert.Equal((0, null), (Register.Count, Register.OldestStart));
    }

    [Fact]
    public void Whoever_takes_it_out_first_has_it_alone()
    {
        var entry = _of.Add();

        Assert.True(Register.TryRemove(entry));
        Assert.False(Register.TryRemove(entry));
    }

    [Fact]
    public async Task Of_two_threads_that_take_it_out_at_once_one_has_it()
    {
        for (var round = 0; round < 200; round++)
        {
            var entries = Enumerable.Range(0, 500).Select(_ => _of.Add()).ToArray();
            using var start = new Barrier(2);
            var taken = await Task.WhenAll(Enumerable.Range(0, 2).Select(_ => Task.Factory.StartNew(
                () =>
                {
                    start.SignalAndWait();
                    return entries.Count(Register.TryRemove);
                },
                TestContext.Current.CancellationToken,
                TaskCreationOptions.LongRunning,
                TaskScheduler.Default)));

            Assert.Equal(entries.Length, taken.Sum());
            Assert.Equal(0, Register.Count);
        }
    }

    [Fact]
    public async Task A_sweep_that_lets_others_in_between_goes_on_where_it_was()
    {
        // The 129th is the first that the sweep has before it when it lets others in.
        for (var round = 0; round < 600; round++)
        {
            var entries = Enumerable.Range(0, 300).Select(_ => _of.Add()).ToArray();
            _time.Advance(TimeSpan.FromSeconds(2));
            var removal = Task.CompletedTask;
            using var isUnderWay = new ManualResetEventSlim();
            entries[100].OnSwept = () =>
            {
                removal = Task.Run(() =>
                {
                    isUnderWay.Set();
                    Register.TryRemove(entries[128]);
                });
                isUnderWay.Wait();

                // Now sooner, now later, so that in some rounds it waits for the lock when that is let go.
                Thread.SpinWait(round % 60);
            };
            Register.Sweep(_time.GetTimestamp());
            await removal;

            Assert.All(entries.Where(e => e != entries[128]), entry => Assert.Equal(1, entry.Judged));
            Assert.All(entries.Where(e => e != entries[128]), entry => Register.TryRemove(entry));
        }
    }

    [Theory]
    [InlineData(0.0001)]
    [InlineData(3)]
    [InlineData(300)]
    [InlineData(-5)]
    public void Starts_may_come_in_any_order_from_the_past_and_from_the_future(double secondsAgo)
    {
        var now = _of.Add();
        var other = _of.Add(_time.GetTimestamp() - (long)(secondsAgo * _time.TimestampFrequency));
        var nowAgain = _of.Add();

        Assert.Equal(Math.Min(now.Start, other.Start), Register.OldestStart);
        Assert.Equal(3, Register.Count);
        Assert.All([now, nowAgain, other], entry => Assert.True(Register.TryRemove(entry)));
        Assert.Null(Register.OldestStart);
    }

    [Fact]
    public void A_sweep_counts_what_is_late_wherever_it_stands()
    {
        var entries = Enumerable.Range(0, 1000).Select(_ => _of.Add()).ToArray();
        var late = _of.Add(_time.GetTimestamp() - (2 * _time.TimestampFrequency));
        Register.Sweep(_time.GetTimestamp());
        Assert.Equal((1, 0), (late.Judged, entries.Max(e => e.Judged)));

        _time.Advance(TimeSpan.FromSeconds(1));
        Register.Sweep(_time.GetTimestamp());
        Assert.Equal(1, _of.Counts[Verdict.Bad]);

        _time.Advance(TimeSpan.FromTicks(1));
        Register.Sweep(_time.GetTimestamp());
        Register.Sweep(_time.GetTimestamp());
        Assert.Equal(1001, _of.Counts[Verdict.Bad]);
        Assert.All(entries, entry => Assert.Equal(1, entry.Judged));
    }

    [Fact]
    public void Adding_and_removing_allocates_nothing()
    {
        var entries = Enumerable.Range(0, 1000).Select(_ => _of.Make(_time.GetTimestamp())).ToArray();
        CycleAll();
        var before = GC.GetAllocatedBytesForCurrentThread();
        CycleAll();
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);

        void CycleAll()
        {
            foreach (var entry in entries)
            {
                Register.Add(entry);
            }

            foreach (var entry in entries)
            {
                Register.TryRemove(entry);
            }
        }
    }

    [Fact]
    public async Task Threads_that_add_remove_and_sweep_lose_nothing_and_count_nothing_twice()
    {
        const int Threads = 4;
        const int PerThread = 50_000;
        using var done = new CancellationTokenSource();
        var sweeps = Task.Run(
            () =>
            {
                while (!done.IsCancellationRequested)
                {
                    _time.Advance(TimeSpan.FromMilliseconds(7));
                    Register.Sweep(_time.GetTimestamp());
                }
            },
            TestContext.Current.CancellationToken);
        var settled = await Task.WhenAll(Enumerable.Range(0, Threads).Select(seed => Task.Run(() => Work(new Random(seed)))));
        await done.CancelAsync();
        await sweeps;

        var left = Register.Entries;
        Assert.Equal(Register.Count, left.Count);
        Assert.Equal(Threads * PerThread, settled.Sum(s => s.Count) + left.Count);
        Assert.Equal(_of.Counts[Verdict.Bad], settled.Sum(s => s.Late) + left.Sum(e => e.Judged));

        _time.Advance(TimeSpan.FromSeconds(2));
        Register.Sweep(_time.GetTimestamp());
        Assert.NotEmpty(left);
        Assert.All(left, entry => Assert.Equal(1, entry.Judged));

        (int Count, int Late) Work(Random random)
        {
            var mine = new List<RegisterOfOne.Entry>();
            var (count, late) = (0, 0);
            for (var i = 0; i < PerThread; i++)
            {
                mine.Add(random.Next(10) == 0 ? _of.Add(_time.GetTimestamp() - random.Next(20_000_000)) : _of.Add());
                while (mine.Count > random.Next(200))
                {
                    var entry = mine[random.Next(mine.Count)];
                    mine.Remove(entry);
                    Assert.True(Register.TryRemove(entry));
                    count++;
                    late += entry.Judged;
                }
            }

            return (count, late);
        }
    }
}
