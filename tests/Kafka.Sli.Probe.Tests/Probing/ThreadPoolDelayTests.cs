using Kafka.Sli.Probe.Probing;
using Microsoft.Extensions.Time.Testing;

namespace Kafka.Sli.Probe.Tests.Probing;

public sealed class ThreadPoolDelayTests
{
    private readonly FakeTimeProvider _time = new();
    private readonly Queue<IThreadPoolWorkItem> _pool = new();
    private readonly ThreadPoolDelay _delay;

    public ThreadPoolDelayTests() => _delay = new ThreadPoolDelay(_time, _pool.Enqueue);

    private double Last => _delay.Last.TotalMilliseconds;

    [Fact]
    public void It_is_what_an_item_waited_and_grows_while_it_waits()
    {
        _delay.Look();
        Passes(30);
        Assert.Equal(30, Last);

        Passes(40);
        _pool.Dequeue().Execute();
        Passes(10);

        Assert.Equal((70, 70), (Last, _delay.Longest.TotalMilliseconds));
    }

    [Fact]
    public void An_item_is_queued_each_100_ms_and_one_at_a_time()
    {
        _delay.Look();
        _delay.Look();
        Passes(1000);
        _delay.Look();
        Assert.Single(_pool);

        _pool.Dequeue().Execute();
        _delay.Look();
        Passes(3);
        _pool.Dequeue().Execute();
        Passes(96);
        _delay.Look();
        Assert.Empty(_pool);

        Passes(1);
        _delay.Look();
        Assert.Single(_pool);
        Assert.Equal((3, 1000), (Last, _delay.Longest.TotalMilliseconds));
    }

    [Fact]
    public void The_real_pool_takes_it()
    {
        var time = TimeProvider.System;
        var delay = new ThreadPoolDelay(time);
        delay.Look();

        SpinWait.SpinUntil(() => TestContext.Current.CancellationToken.IsCancellationRequested || delay.IsIdle);

        Assert.True(delay.Longest > TimeSpan.Zero);
    }

    private void Passes(double milliseconds) => _time.Advance(TimeSpan.FromMilliseconds(milliseconds));
}
