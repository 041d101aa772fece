using Kafka.Sli.Probe.Probing;
using Microsoft.Extensions.Time.Testing;

namespace Kafka.Sli.Probe.Tests.Probing;

public sealed class StallWatchTests : IDisposable
{
    private readonly FakeTimeProvider _time = new();
    private readonly StallWatch _watch;
    private readonly long _start;

    public StallWatchTests()
    {
        _watch = new StallWatch(_time);
        _start = _time.GetTimestamp();
    }

    public void Dispose() => _watch.Dispose();

    [Fact]
    public void A_beat_that_comes_late_was_a_stall_from_when_it_was_due()
    {
        _watch.Beat();
        Passes(5);
        _watch.Beat();
        Passes(305);
        _watch.Beat();

        Assert.Equal((300, 300), (_watch.Total.TotalMilliseconds, _watch.Longest.TotalMilliseconds));
        Assert.Equal(300, OverlapSince(0));
        Assert.Equal(300 - 190, OverlapSince(200));
    }

    [Fact]
    public void One_that_is_a_little_late_is_none()
    {
        _watch.Beat();
        Passes(15);
        _watch.Beat();

        Assert.Equal((0, 0), (_watch.Total.TotalMilliseconds, OverlapSince(0)));
    }

    [Fact]
    public void A_stall_counts_before_the_watch_itself_has_noticed()
    {
        _watch.Beat();
        Passes(5 + 10);
        Assert.Equal(0, OverlapSince(0));

        Passes(490);
        Assert.Equal(500, OverlapSince(0));

        _watch.Beat();
        Assert.Equal(500, OverlapSince(0));
        Assert.Equal(500, _watch.Total.TotalMilliseconds);
    }

    [Fact]
    public void Of_an_open_stall_counts_what_lies_in_the_span()
    {
        _watch.Beat();
        Passes(1005);

        Assert.Equal(400, _watch.Overlap(_start - Ticks(100), _start + Ticks(405)).TotalMilliseconds);
    }

    [Fact]
    public void Who_does_not_watch_yet_or_any_more_sees_no_stall()
    {
        Passes(1000);
        Assert.Equal(0, OverlapSince(0));

        using var awake = new ManualResetEventSlim();
        var watch = new StallWatch(_time, _ => awake.Set());
        watch.Start();
        awake.Wait(TestContext.Current.CancellationToken);
        watch.Dispose();
        Passes(1000);

        Assert.Equal(0, watch.Overlap(_start, _time.GetTimestamp()).TotalMilliseconds);
    }

    [Fact]
    public void A_real_pause_is_seen()
    {
        using var watch = new StallWatch(TimeProvider.System);
        watch.Start();
        var start = TimeProvider.System.GetTimestamp();

        // Collected all at once, with every thread halted; as often as it takes to be long enough.
        var kept = new List<object[]>();
        while (watch.Longest == TimeSpan.Zero)
        {
            TestContext.Current.CancellationToken.ThrowIfCancellationRequested();
            kept.AddRange(Enumerable.Range(0, 100_000).Select(i => new object[] { new(), i }));
            GC.Collect(GC.MaxGeneration, GCCollectionMode.Forced, blocking: true, compacting: true);
        }

        Assert.InRange(watch.Overlap(start, TimeProvider.System.GetTimestamp()), TimeSpan.FromMilliseconds(10), TimeSpan.MaxValue);
        GC.KeepAlive(kept);
    }

    private void Passes(double milliseconds) => _time.Advance(TimeSpan.FromMilliseconds(milliseconds));

    private double OverlapSince(double milliseconds) => _watch.Overlap(_start + Ticks(milliseconds), _time.GetTimestamp()).TotalMilliseconds;

    private static long Ticks(double milliseconds) => TimeSpan.FromMilliseconds(milliseconds).Ticks;
}
