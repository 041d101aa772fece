using System.Collections.Concurrent;
using Kafka.Sli.Probe.Judging;
using Kafka.Sli.Probe.Ledger;
using Kafka.Sli.Probe.Tests.Ledger;
using Kafka.Sli.Probe.Tests.Probing;

namespace Kafka.Sli.Probe.Tests.Judging;

public sealed class CellLedgerTests : IDisposable
{
    private static readonly LedgerSpans Spans = new(TimeSpan.FromSeconds(60));

    private readonly LogWriter _writer = new();
    private readonly VerdictCounts _told = new();
    private readonly ConcurrentQueue<LogView> _rebuilt = new();
    private readonly PastRecords _past;
    private readonly CellLedger _ledger;
    private int _opened;

    public CellLedgerTests()
    {
        _past = new PastRecords(_writer.Log);
        _ledger = new CellLedger(
            Spans,
            () =>
            {
                Interlocked.Increment(ref _opened);
                return _past;
            },
            judged => _told.Add(judged.Counts),
            _rebuilt.Enqueue);
    }

    public void Dispose() => _ledger.Dispose();

    [Fact]
    public void Nothing_is_told_before_a_commit_covers_it()
    {
        _writer.Deliver(5);
        _ledger.Assigned([new(0, 0, IsResumed: false)]);
        Read(0, 2);
        var first = _ledger.ToCommit();
        Read(2, 5);
        Assert.Equal(0, _told[LedgerVerdict.Delivered]);

        _ledger.Committed(first);
        Assert.Equal(2, _told[LedgerVerdict.Delivered]);

        _ledger.Committed(_ledger.ToCommit());
        Assert.Equal(5, _told[LedgerVerdict.Delivered]);
        Assert.Empty(_ledger.ToCommit());
    }

    [Fact]
    public async Task What_is_read_while_somebody_looks_back_waits_and_is_judged_then()
    {
        _writer.Deliver(5);
        Lose();
        using var isLookingBack = new ManualResetEventSlim();
        using var mayGoOn = new ManualResetEventSlim();
        _past.Giving = _ =>
        {
            isLookingBack.Set();
            mayGoOn.Wait(TestContext.Current.CancellationToken);
        };
        _ledger.Assigned([new(0, 5, IsResumed: true)]);
        isLookingBack.Wait(TestContext.Current.CancellationToken);
        _writer.Deliver(3);
        Read(5, 8);
        Assert.Empty(_ledger.ToCommit());
        Assert.False(_ledger.HasReached([(0, 8)]));

        mayGoOn.Set();
        await ProberRun.Until(() => _ledger.HasReached([(0, 8)]));

        _ledger.Committed(_ledger.ToCommit());
        Assert.Equal((3, 1), (_told[LedgerVerdict.Delivered], _told[LedgerVerdict.Lost]));
        Assert.Equal([LogView.Whole], _rebuilt);
    }

    [Fact]
    public async Task A_log_that_cannot_be_read_is_tried_again()
    {
        _writer.Deliver(5);
        _past.Failures = 1;
        _ledger.Assigned([new(0, 5, IsResumed: true)]);
        await ProberRun.Until(() => !_rebuilt.IsEmpty);

        Assert.Equal(2, _opened);
        Assert.Equal([LogView.Whole], _rebuilt);
    }

    [Fact]
    public async Task Where_the_log_before_is_gone_it_goes_on_without()
    {
        _writer.Deliver(8);
        _writer.Trim(5);
        _ledger.Assigned([new(0, 5, IsResumed: true)]);
        Read(5, 8);
        await ProberRun.Until(() => _ledger.HasReached([(0, 8)]));

        _ledger.Committed(_ledger.ToCommit());
        Assert.Equal((3, 0), (_told[LedgerVerdict.Delivered], _told.Judged - _told[LedgerVerdict.Delivered]));
        Assert.Equal([LogView.Cut], _rebuilt);
    }

    [Fact]
    public async Task More_than_it_can_keep_waiting_is_judged_without_what_stood_before()
    {
        _writer.Deliver(5);
        var count = 0;
        _past.Giving = _ =>
        {
            // While it looks back, faster than it does.
            for (; count <= 100_000; count++)
            {
                _ledger.Read(0, new(5 + count, _writer.Time, null, IsLate: false));
            }
        };
        _ledger.Assigned([new(0, 5, IsResumed: true)]);
        await ProberRun.Until(() => !_rebuilt.IsEmpty);
        await ProberRun.Until(() => _ledger.HasReached([(0, 5 + count)]));

        Assert.Equal([LogView.Cut], _rebuilt);
        Assert.Equal([(0, 5L + count)], _ledger.ToCommit());
    }

    [Fact]
    public void Who_is_given_back_what_nobody_read_meanwhile_does_not_look_back()
    {
        _writer.Deliver(5);
        _ledger.Assigned([new(0, 0, IsResumed: false)]);
        Read(0, 5);
        _ledger.Committed(_ledger.ToCommit());
        _ledger.Revoked([0]);
        _ledger.Assigned([new(0, 5, IsResumed: true)]);

        Assert.Equal(0, _opened);
        Assert.True(_ledger.HasReached([(0, 5)]));
    }

    [Fact]
    public async Task What_was_not_committed_when_another_one_took_over_is_that_ones_to_tell()
    {
        _writer.Deliver(5);
        _ledger.Assigned([new(0, 0, IsResumed: false)]);
        Read(0, 5);
        _ledger.Lost([0]);
        Read(0, 5);
        Assert.Empty(_ledger.ToCommit());

        _ledger.Assigned([new(0, 3, IsResumed: true)]);
        Read(3, 5);
        await ProberRun.Until(() => _ledger.HasReached([(0, 5)]));
        _ledger.Committed(_ledger.ToCommit());

        Assert.Equal(2, _told[LedgerVerdict.Delivered]);
    }

    [Fact]
    public void Where_nobody_knows_from_where_it_reads_nothing_before_that_is_judged()
    {
        _writer.Deliver(50);
        _ledger.Assigned([new(0, null, IsResumed: false)]);
        Read(40, 50);

        _ledger.Committed(_ledger.ToCommit());

        // The first forty may have been judged by whoever read them.
        Assert.Equal((10, 10), (_told[LedgerVerdict.Delivered], _told.Judged));
    }

    [Fact]
    public async Task A_partition_that_is_gone_before_somebody_has_looked_back_is_not_told_as_taken_over()
    {
        _writer.Deliver(5);
        using var isLookingBack = new ManualResetEventSlim();
        using var mayGoOn = new ManualResetEventSlim();
        _past.Giving = _ =>
        {
            isLookingBack.Set();
            mayGoOn.Wait(TestContext.Current.CancellationToken);
        };
        _ledger.Assigned([new(0, 5, IsResumed: true)]);
        isLookingBack.Wait(TestContext.Current.CancellationToken);
        _ledger.Revoked([0]);
        _ledger.Assigned([new(0, 4, IsResumed: true)]);
        mayGoOn.Set();

        await ProberRun.Until(() => _ledger.HasReached([(0, 4)]) && !_rebuilt.IsEmpty);
        Assert.Equal([LogView.Whole], _rebuilt);
    }

    [Fact]
    public async Task Where_what_was_committed_is_not_yet_to_be_read_nothing_of_it_is_called_lost()
    {
        _writer.Deliver(10);
        _past.Hidden = 3;
        _ledger.Assigned([new(0, 10, IsResumed: true)]);
        await ProberRun.Until(() => _past.ReadFrom.Count > 1);
        _past.Hidden = 0;
        await ProberRun.Until(() => _ledger.HasReached([(0, 10)]));
        _writer.Deliver(2);
        Read(10, 12);

        _ledger.Committed(_ledger.ToCommit());

        Assert.Equal((2, 0), (_told[LedgerVerdict.Delivered], _told[LedgerVerdict.Lost]));
        Assert.Equal([LogView.Whole], _rebuilt);
    }

    [Fact]
    public async Task Behind_somebody_elses_message_of_a_wrong_time_it_looks_back_all_the_same()
    {
        _writer.Deliver(10);
        var inFlight = _writer.Send();
        _writer.Append(inFlight);
        _writer.Foreign(ahead: TimeSpan.FromDays(1));
        _ledger.Assigned([new(0, 12, IsResumed: true)]);
        await ProberRun.Until(() => _ledger.HasReached([(0, 12)]));
        _writer.Append(_writer.Send());
        _writer.Settle(inFlight, Fate.Acknowledged);
        _writer.Settle(inFlight + 1, Fate.Acknowledged);
        _writer.Deliver(2);
        Read(12, 15);

        _ledger.Committed(_ledger.ToCommit());

        Assert.Equal((3, 3), (_told[LedgerVerdict.Delivered], _told.Judged));
    }

    [Fact]
    public async Task Where_the_log_was_cut_off_before_the_committed_offset_and_has_grown_again_what_nobody_read_is_unknown()
    {
        _writer.Deliver(90);
        _ledger.Assigned([new(0, 100, IsResumed: true)]);
        await ProberRun.Until(() => _ledger.HasReached([(0, 100)]));
        _writer.Deliver(15);
        Read(100, 105);

        _ledger.Committed(_ledger.ToCommit());

        Assert.Equal((5, 10, 0), (_told[LedgerVerdict.Delivered], _told[LedgerVerdict.Unknown], _told[LedgerVerdict.Lost]));
        Assert.Equal([LogView.Cut], _rebuilt);
    }

    [Fact]
    public void In_a_topic_that_was_made_anew_what_was_read_in_the_one_before_is_not_called_lost()
    {
        _writer.Deliver(100);
        _ledger.Assigned([new(0, 0, IsResumed: false)]);
        Read(0, 100);
        _ledger.Committed(_ledger.ToCommit());
        _writer.Truncate(0);

        // The group's commits have gone with it. It may be assigned twice before the first one there.
        for (var assignments = 0; assignments < 2; assignments++)
        {
            _ledger.Revoked([0]);
            _ledger.Assigned([new(0, 0, IsResumed: false)]);
        }

        _writer.Deliver(20);
        Read(0, 20);
        _ledger.Committed(_ledger.ToCommit());

        Assert.Equal((120, 120), (_told[LedgerVerdict.Delivered], _told.Judged));
    }

    [Fact]
    public async Task It_ends_while_the_log_cannot_be_read()
    {
        _writer.Deliver(1);
        _past.Failures = int.MaxValue;
        _ledger.Assigned([new(0, 1, IsResumed: true)]);
        await ProberRun.Until(() => Volatile.Read(ref _opened) > 0);

        _ledger.Dispose();

        Assert.Empty(_rebuilt);
    }

    [Fact]
    public void It_ends_at_once_while_a_cluster_does_not_answer()
    {
        _writer.Deliver(5);
        using var isLookingBack = new ManualResetEventSlim();
        using var mayGoOn = new ManualResetEventSlim();
        _past.Giving = _ =>
        {
            isLookingBack.Set();
            mayGoOn.Wait(TestContext.Current.CancellationToken);
        };
        _ledger.Assigned([new(0, 5, IsResumed: true)]);
        isLookingBack.Wait(TestContext.Current.CancellationToken);

        _ledger.Dispose();
        Assert.False(_past.IsDisposed);

        // Whoever looks back lets go of the log once it is answered, and tells nothing.
        mayGoOn.Set();
        Assert.True(SpinWait.SpinUntil(() => _past.IsDisposed, TimeSpan.FromSeconds(30)));
        Assert.Empty(_rebuilt);
    }

    private void Read(int from, int to)
    {
        foreach (var record in _writer.Log.Where(r => r.Offset >= from && r.Offset < to).ToArray())
        {
            _ledger.Read(0, record);
        }
    }

    private void Lose() => _writer.Settle(_writer.Send(), Fate.Acknowledged);
}
