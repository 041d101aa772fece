using Kafka.Sli.Probe.Probing;
using Microsoft.Extensions.Time.Testing;

namespace Kafka.Sli.Probe.Tests.Probing;

/// <summary>What is expected and does not come, whoever reads the partition.</summary>
public sealed class CellWatchTests : IDisposable
{
    private readonly FakeTimeProvider _time = new();
    private readonly ProbeInstruments _instruments = new(static () => []);
    private readonly CellWatch _watch;

    public CellWatchTests()
    {
        _watch = new CellWatch(_instruments, new StallWatch(_time), "cell", threshold: 1, rate: 10, _time);
        _watch.OwnStream = Guid.NewGuid();
    }

    public void Dispose() => _instruments.Dispose();

    [Fact]
    public void What_was_acknowledged_and_not_read_is_overdue()
    {
        _watch.Assigned([(0, false)]);
        Send(0, 0);
        _time.Advance(TimeSpan.FromSeconds(5));
        Assert.Equal(5, _watch.OverdueSeconds);

        Read(0, 0);
        Assert.Equal(0, _watch.OverdueSeconds);
    }

    [Fact]
    public void What_failed_is_not_expected()
    {
        _watch.Assigned([(0, false)]);
        Send(0, 0, SendEnd.Failed);
        _time.Advance(TimeSpan.FromSeconds(5));

        Assert.Equal(0, _watch.OverdueSeconds);
    }

    [Fact]
    public void While_a_rebalance_lasts_nobody_reads_and_what_is_sent_waits()
    {
        _watch.Assigned([(0, false)]);
        _watch.Revoked([0]);
        Send(0, 0);
        _time.Advance(TimeSpan.FromSeconds(7));
        Assert.Equal(7, _watch.OverdueSeconds);

        _watch.Assigned([(0, true)]);
        Assert.Equal(7, _watch.OverdueSeconds);
        Read(0, 0);
        Assert.Equal(0, _watch.OverdueSeconds);
    }

    [Fact]
    public void What_another_member_reads_is_not_expected_here()
    {
        _watch.Assigned([(0, false), (1, false)]);
        Send(0, 0);
        _watch.Revoked([0, 1]);
        _watch.Assigned([(1, true)]);
        Send(0, 1);
        _time.Advance(TimeSpan.FromSeconds(7));

        Assert.Equal(0, _watch.OverdueSeconds);
    }

    private void Send(int partition, long number, SendEnd end = SendEnd.Acknowledged)
    {
        var sending = new Sending(partition, number, _time.GetTimestamp());
        _watch.Begun(sending);
        _watch.Settled(sending, _time.GetTimestamp(), end);
    }

    private void Read(int partition, long number) =>
        _watch.Read(new Reading(partition, number, new ProbeHeader(_watch.OwnStream!.Value, number), _time.GetTimestamp(), 0.001));
}
