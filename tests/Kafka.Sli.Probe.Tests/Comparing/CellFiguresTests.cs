using Kafka.Sli.Probe.Comparing;
using Kafka.Sli.Probe.Ledger;
using Kafka.Sli.Probe.Probing;
using Kafka.Sli.Probe.Tests.External;

namespace Kafka.Sli.Probe.Tests.Comparing;

/// <summary>What a phase came to, of all its sends and of no others. Times are in seconds of a clock that has a thousand ticks in each.</summary>
public class CellFiguresTests
{
    private const long Second = 1000;

    private readonly ComparedCell _cell = new();
    private ComparedClient _client;

    private long _number;

    public CellFiguresTests() => _client = Client(start: 1);

    [Fact]
    public void What_was_due_before_or_after_it_does_not_count()
    {
        Send(due: 0.9, latency: 5);
        Send(due: 1, latency: 0.1);
        Send(due: 1.9, latency: 0.2);
        Send(due: 2, latency: 5);

        var figures = Of(1, 2);

        Assert.Equal((2, 0.1, 0.2, 0), (figures.Produce.Count, figures.Produce.P50.Seconds, figures.Produce.Max.Seconds, figures.Bad));
        Assert.Null(figures.Outage);
    }

    [Fact]
    public void Failures_have_a_latency_and_those_that_never_ended_are_bad_and_unknown()
    {
        Send(due: 1, latency: 0.5, Fate.Failed);
        Send(due: 1.1, latency: null);

        var figures = Of(1, 2);

        Assert.Equal((2, 1, 2), (figures.Produce.Count, figures.Produce.Unfinished, figures.Bad));
        Assert.Equal((null, 8), (figures.Produce.Max.Seconds, figures.Produce.Max.AtLeast));
        Assert.Equal((9.0, true), (figures.Outage, figures.IsOutageOpen));
        Assert.Equal(0, figures.Delivery.Count);
    }

    [Fact]
    public void An_outage_is_from_the_first_bad_send_to_the_answer_to_the_next_good_one_and_each_partition_has_its_own()
    {
        Send(due: 1.0, latency: 0.1);
        Send(due: 1.1, latency: 1.2);
        Send(due: 1.2, latency: 0.1, partition: 1);
        Send(due: 1.5, latency: 0.3, Fate.Unknown);
        Send(due: 2.3, latency: 0.2);
        Send(due: 2.4, latency: 3, partition: 1);

        var figures = Of(1, 2);

        Assert.Equal(1.4, figures.Outage!.Value, 6);
        Assert.False(figures.IsOutageOpen);
        Assert.Equal(2, figures.Bad);
    }

    [Fact]
    public void Without_an_objective_only_a_failure_is_bad()
    {
        Send(due: 1, latency: 100);
        Send(due: 1.5, latency: 1, Fate.Failed);

        Assert.Equal(1, CellFigures.Of(_cell, Second, 2 * Second, 200 * Second, threshold: null, Second).Bad);
    }

    [Fact]
    public void A_message_is_read_when_it_is_read_the_first_time_and_only_its_own_reader_knows_that()
    {
        Send(due: 1, latency: 0.1);
        Read(_number, at: 1.4);
        Read(_number, at: 3);
        Send(due: 1.2, latency: 0.1);
        Read(_number, at: 1.3, stream: new StreamId("other", 1));
        Read(_number, at: 1.3, isClosing: true);

        var figures = Of(1, 2);

        Assert.Equal((2, 1), (figures.Delivery.Count, figures.Delivery.Unfinished));
        Assert.Equal(0.4, figures.Delivery.P50.Seconds!.Value, 6);
    }

    [Theory]
    [InlineData(0.010, true)]
    [InlineData(0.011, false)]
    public void A_machine_that_does_not_keep_the_schedule_is_not_to_be_trusted(double late, bool isTrustworthy)
    {
        _cell.Late(999, 5);
        _cell.Late(1500, late);
        _cell.Late(2000, 5);

        Assert.Equal((late, isTrustworthy), (Of(1, 2).Lateness, Of(1, 2).IsTrustworthy));
        Assert.Null(Of(5, 6).Lateness);
    }

    [Fact]
    public void A_cell_is_well_when_all_that_was_due_has_ended_and_nothing_failed_of_late()
    {
        Send(due: 1, latency: 0.1, Fate.Failed);
        Send(due: 2, latency: null);

        Assert.True(_cell.HasEndedBefore(2 * Second));
        Assert.False(_cell.HasEndedBefore((2 * Second) + 1));
        Assert.True(_cell.HasFailedSince(Second));
        Assert.False(_cell.HasFailedSince(Second + 1));
    }

    [Fact]
    public void Who_has_read_what_was_acknowledged_is_all_the_same()
    {
        Send(due: 1, latency: 0.1);
        Send(due: 1.5, latency: 0.1, Fate.Failed);
        Assert.False(_cell.HasReadBefore(2 * Second));

        var peer = new ComparedPeer(new RecordedEvents(), _cell);
        peer.Read(new(0, 0, 0, new LedgerHeader(new StreamId("me", 1), 0, false, 1, 1, Fates.None), null, new(0, 0, Ticks(1.7)), null));

        Assert.True(_cell.HasReadBefore(2 * Second));
        Assert.Equal(0.7, Of(1, 2).Delivery.Max.Seconds!.Value, 6);
    }

    [Fact]
    public void A_read_that_is_told_before_its_send_is_not_forgotten()
    {
        Read(1, at: 1.2);
        Send(due: 1, latency: 0.3);

        Assert.True(_cell.HasReadBefore(2 * Second));
        Assert.Equal(0.2, Of(1, 2).Delivery.Max.Seconds!.Value, 6);
    }

    [Fact]
    public void What_a_client_has_sent_counts_after_it_was_replaced_and_another_one_may_read_it()
    {
        Send(due: 1, latency: 0.1);
        Send(due: 1.1, latency: 0.4, Fate.Unknown);
        _number = 0;
        _client = Client(start: 2);
        Send(due: 1.8, latency: 0.1);
        Read(1, at: 1.85, stream: new StreamId("me", 2));
        Read(1, at: 1.9);

        var figures = Of(1, 2);

        Assert.Equal(2, _cell.Clients);
        Assert.Equal((3, 1), (figures.Produce.Count, figures.Bad));
        Assert.Equal((2, 0), (figures.Delivery.Count, figures.Delivery.Unfinished));
        Assert.Equal(0.9, figures.Delivery.Max.Seconds!.Value, 6);
        Assert.Equal(0.8, figures.Outage!.Value, 6);
    }

    private ComparedClient Client(long start) => new(new RecordedEvents(), _cell, new StreamId("me", start));

    private CellFigures Of(double from, double to) => CellFigures.Of(_cell, Ticks(from), Ticks(to), Ticks(10), threshold: 1, Second);

    private void Send(double due, double? latency, Fate fate = Fate.Acknowledged, int partition = 0)
    {
        var sending = new Sending(partition, ++_number, Ticks(due));
        _client.Begun(sending);
        if (latency is { } seconds)
        {
            _client.Settled(sending, Ticks(due + seconds), fate);
        }
    }

    private void Read(long number, double at, StreamId? stream = null, bool isClosing = false) => _client.Read(new(
        0, 0, 0, new LedgerHeader(stream ?? new StreamId("me", 1), 0, isClosing, number, 1, Fates.None), null, new(0, 0, Ticks(at)), null));

    private static long Ticks(double seconds) => (long)Math.Round(seconds * Second);
}
