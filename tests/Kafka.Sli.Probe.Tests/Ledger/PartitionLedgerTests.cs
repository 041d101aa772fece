using Kafka.Sli.Probe.Ledger;

namespace Kafka.Sli.Probe.Tests.Ledger;

public class PartitionLedgerTests
{
    private static readonly LedgerSpans Spans = new(TimeSpan.FromSeconds(60));

    private readonly LogWriter _writer = new();
    private readonly VerdictCounts _counts = new();
    private PartitionLedger _ledger = new(Spans, LogView.Whole, 0);

    [Fact]
    public void What_is_read_is_delivered_and_a_closing_record_counts_as_nothing()
    {
        _writer.Deliver(3);
        _writer.Close();

        Read();

        Told((LedgerVerdict.Delivered, 3));
    }

    [Fact]
    public void Acknowledged_and_not_there_is_lost_as_soon_as_a_later_message_tells_that_it_was_acknowledged()
    {
        _writer.Deliver(2);
        Lose(2);
        Read();
        Told((LedgerVerdict.Delivered, 2));

        _writer.Deliver(1);

        Read();
        Told((LedgerVerdict.Delivered, 3), (LedgerVerdict.Lost, 2));
    }

    [Fact]
    public void The_last_ones_that_are_lost_are_told_by_the_closing_record()
    {
        _writer.Deliver(2);
        Lose(3);
        _writer.Close();

        Read();

        Told((LedgerVerdict.Delivered, 2), (LedgerVerdict.Lost, 3));
    }

    [Fact]
    public void Failed_and_not_there_is_failed_and_with_an_end_that_nobody_knows_it_is_unknown()
    {
        _writer.Settle(_writer.Send(), Fate.Failed);
        _writer.Settle(_writer.Send(), Fate.Unknown);
        _writer.Send();
        _writer.Close();

        Read();

        Told((LedgerVerdict.Failed, 1), (LedgerVerdict.Unknown, 2));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Denied_yet_there_is_delivered_and_a_phantom(bool isUnknown)
    {
        var number = _writer.Send();
        _writer.Append(number);
        _writer.Settle(number, isUnknown ? Fate.Unknown : Fate.Failed);
        _writer.Deliver(1);

        Read();

        Told((LedgerVerdict.Delivered, 2), (LedgerVerdict.Phantom, 1));
    }

    [Fact]
    public void What_comes_after_it_was_told_failed_has_its_verdict_and_is_a_phantom_beside_it()
    {
        var number = _writer.Send();
        _writer.Settle(number, Fate.Failed);
        _writer.Deliver(1);
        _writer.Append(number);

        Read();

        Told((LedgerVerdict.Failed, 1), (LedgerVerdict.Delivered, 1), (LedgerVerdict.Phantom, 1));
    }

    [Theory]
    [InlineData(17, false)]
    [InlineData(18, true)]
    public void In_transactions_as_many_offsets_may_be_markers_as_there_are_streams(int offsets, bool isBreak)
    {
        _ledger = new(new LedgerSpans(TimeSpan.FromSeconds(60)) { HasMarkers = true }, LogView.Whole, 0);
        _writer.Deliver(2);
        Assert.Equal(LogBreak.None, Read());
        _writer.Skip(offsets);
        _writer.Deliver(1);

        Assert.Equal(isBreak ? LogBreak.Retention : LogBreak.None, Read());
    }

    [Fact]
    public void Each_further_copy_is_a_duplicate()
    {
        _writer.Deliver(2);
        _writer.Append(1);
        _writer.Append(1);

        Read();

        Told((LedgerVerdict.Delivered, 2), (LedgerVerdict.Duplicate, 2));
    }

    [Fact]
    public void What_comes_after_a_later_one_is_reordered_and_delivered_all_the_same()
    {
        var (first, second) = (_writer.Send(), _writer.Send());
        _writer.Append(second);
        _writer.Append(first);

        Read();

        Told((LedgerVerdict.Delivered, 2), (LedgerVerdict.Reordered, 1));
    }

    [Fact]
    public void Late_is_told_of_what_was_delivered()
    {
        _writer.Append(_writer.Send(), isLate: true);

        Read();

        Told((LedgerVerdict.Delivered, 1), (LedgerVerdict.Late, 1));
    }

    [Fact]
    public void What_is_read_again_after_a_rebalance_is_judged_once()
    {
        _writer.Deliver(5);
        Read();

        Assert.Equal(LogBreak.None, Read(from: 2));

        Told((LedgerVerdict.Delivered, 5));
    }

    [Fact]
    public void Another_record_where_one_was_read_is_a_truncation_and_what_was_cut_off_before_it_was_read_is_lost()
    {
        _writer.Deliver(5);
        Read();
        _writer.Deliver(2);
        _writer.Truncate(4);
        _writer.Deliver(2);

        Assert.Equal(LogBreak.Truncation, Read(from: 4));

        Told((LedgerVerdict.Delivered, 7), (LedgerVerdict.Lost, 2));
    }

    [Fact]
    public void A_topic_that_is_created_anew_may_begin_with_what_was_sent_before_the_last_that_was_read()
    {
        _writer.Deliver(2000);
        _writer.Deliver(1, "b");
        var waiting = _writer.Send("b");
        _writer.Wait(TimeSpan.FromMilliseconds(5));
        _writer.Deliver(1);
        Read();
        _writer.Truncate(0);
        _writer.Wait(TimeSpan.FromSeconds(3));
        _writer.Append(waiting, "b");
        _writer.Settle(waiting, Fate.Acknowledged, "b");
        _writer.Deliver(1, "b");

        Assert.Equal(LogBreak.Truncation, Read(from: 0));

        Told((LedgerVerdict.Delivered, 2004));
    }

    [Fact]
    public void A_closing_record_that_is_read_again_long_after_is_no_truncation_though_its_last_number_was_never_read()
    {
        _writer.Deliver(3);
        Lose(1);
        _writer.Close();
        _writer.Deliver(2000, "b");
        Read();

        Assert.Equal(LogBreak.None, Read(from: 0));

        Told((LedgerVerdict.Delivered, 2003), (LedgerVerdict.Lost, 1));
    }

    [Fact]
    public void What_retention_took_before_it_was_read_is_unknown_and_loss_is_found_again_behind_it()
    {
        _writer.Deliver(3);
        Read();
        _writer.Deliver(10);
        _writer.Trim(9);
        Assert.Equal(LogBreak.Retention, Read(from: 9));
        Lose(1);
        _writer.Deliver(2);

        // Whatever was sent before the hole has ended by then, and the first record behind it may have been sent long before.
        _writer.Wait(2 * Spans.Settling);
        _writer.Deliver(2);
        Lose(1);
        _writer.Deliver(2);

        Read();

        Told((LedgerVerdict.Delivered, 13), (LedgerVerdict.Unknown, 7), (LedgerVerdict.Lost, 1));
    }

    [Fact]
    public void Of_a_stream_that_died_what_it_had_in_flight_before_its_last_message_is_unknown()
    {
        _writer.Deliver(2);
        _writer.Send();
        _writer.Append(_writer.Send());
        _writer.Wait(Spans.Settling + TimeSpan.FromSeconds(2));
        _writer.Deliver(1, "b");

        Read();

        Told((LedgerVerdict.Delivered, 4), (LedgerVerdict.Unknown, 1));
    }

    [Fact]
    public void A_late_copy_of_a_message_of_a_stream_that_is_forgotten_makes_nothing_lost()
    {
        _writer.Deliver(3);
        _writer.Close();
        _writer.Wait(Spans.LookBack + TimeSpan.FromSeconds(2));
        _writer.Deliver(1, "b");

        _writer.Append(3);
        Read();

        // No client sends it again so late; whoever copied it has it counted once more.
        Told((LedgerVerdict.Delivered, 5));
    }

    [Fact]
    public void A_dead_stream_that_comes_back_goes_on_where_it_was()
    {
        _writer.Deliver(2);
        Lose(1);
        _writer.Wait(Spans.Settling * 4);
        _writer.Deliver(1, "b");
        _writer.Deliver(2);

        Read();

        Told((LedgerVerdict.Delivered, 5), (LedgerVerdict.Lost, 1));
    }

    [Fact]
    public void Messages_of_others_are_none_of_ours()
    {
        _writer.Deliver(1);
        _writer.Foreign();
        _writer.Deliver(1);

        Assert.Equal(LogBreak.None, Read());

        Told((LedgerVerdict.Delivered, 2));
    }

    [Fact]
    public void Nor_is_their_time()
    {
        _writer.Deliver(2);
        _writer.Send();
        _writer.Append(_writer.Send());
        _writer.Foreign(ahead: TimeSpan.FromDays(1));
        _writer.Wait(Spans.Settling + TimeSpan.FromSeconds(2));
        _writer.Deliver(1, "b");

        Read();

        Told((LedgerVerdict.Delivered, 4), (LedgerVerdict.Unknown, 1));
    }

    [Fact]
    public void Streams_are_judged_apart()
    {
        for (var i = 0; i < 3; i++)
        {
            _writer.Deliver(1, "a");
            _writer.Deliver(1, "b");
        }

        _writer.Settle(_writer.Send("a"), Fate.Acknowledged, "a");
        _writer.Close("b");
        _writer.Close("a");

        Read();

        Told((LedgerVerdict.Delivered, 6), (LedgerVerdict.Lost, 1));
    }

    [Fact]
    public void Who_takes_over_and_looks_back_goes_on_as_if_it_had_read_all()
    {
        _writer.Deliver(2);
        Lose(1);
        var phantom = _writer.Send();
        _writer.Settle(phantom, Fate.Failed);
        var committed = _writer.Next;
        _ledger = LookedBack(committed);
        _writer.Append(phantom);
        _writer.Deliver(2);
        _writer.Append(1);

        Read(committed);

        Told((LedgerVerdict.Delivered, 2 + 1), (LedgerVerdict.Lost, 1), (LedgerVerdict.Phantom, 1), (LedgerVerdict.Reordered, 0), (LedgerVerdict.Duplicate, 1));
    }

    [Fact]
    public void Who_begins_in_the_middle_calls_nothing_lost_that_may_have_been_written_before()
    {
        _writer.Deliver(20);
        Lose(1);
        _writer.Deliver(1);
        var cut = _writer.Next;
        Lose(1);
        _writer.Deliver(5);
        _ledger = new PartitionLedger(Spans, LogView.Cut, cut);

        Read(cut);

        Assert.Equal(0, _counts[LedgerVerdict.Lost]);
        Assert.Equal(5, _counts[LedgerVerdict.Delivered]);
    }

    /// <summary>Acknowledged, and in no log.</summary>
    [Fact]
    public void Where_more_partitions_take_turns_a_stream_that_waits_for_its_own_is_not_dead()
    {
        var spans = new LedgerSpans(TimeSpan.FromSeconds(60));
        _ledger = new(spans, LogView.Whole, 0);
        var (lost, last) = (_writer.Send(), _writer.Send());
        _writer.Append(last);
        Read();

        spans.WidenTo(new(TimeSpan.FromMinutes(20)));
        _writer.Wait(TimeSpan.FromMinutes(10));
        _writer.Deliver(1, "b");
        _writer.Settle(lost, Fate.Acknowledged);
        _writer.Settle(last, Fate.Acknowledged);
        _writer.Deliver(1);

        Read();
        Told((LedgerVerdict.Delivered, 3), (LedgerVerdict.Lost, 1));
    }

    private void Lose(int count)
    {
        for (var i = 0; i < count; i++)
        {
            _writer.Settle(_writer.Send(), Fate.Acknowledged);
        }
    }

    private PartitionLedger LookedBack(long committed)
    {
        var ledger = new PartitionLedger(Spans, LogView.Whole, 0);
        foreach (var record in _writer.Log.Where(r => r.Offset < committed))
        {
            ledger.Fold(record, new VerdictCounts());
        }

        ledger.GoOnFrom(committed);
        return ledger;
    }

    private LogBreak Read(long? from = null)
    {
        var worst = LogBreak.None;
        foreach (var record in _writer.Log.Where(r => r.Offset >= (from ?? _ledger.Next)).ToArray())
        {
            worst = (LogBreak)Math.Max((int)worst, (int)_ledger.Fold(record, _counts));
        }

        return worst;
    }

    /// <summary>And nothing else.</summary>
    private void Told(params (LedgerVerdict Verdict, long Count)[] expected) => Assert.Equal(
        VerdictNames.All.Select(v => (v, expected.Where(e => e.Verdict == v).Sum(e => e.Count))),
        VerdictNames.All.Select(v => (v, _counts[v])));
}
