using Kafka.Sli.Probe.Clocks;

namespace Kafka.Sli.Probe.Tests.Clocks;

public class ClockOffsetsTests
{
    /// <summary>Of a wall clock, in microseconds; and timestamps are milliseconds here.</summary>
    private const long Noon = 1_780_000_000_000_000;

    private readonly ClockOffsets _ours = new("a", 1000);

    [Fact]
    public void A_peers_clock_that_is_ahead_has_a_positive_offset()
    {
        Hear("b", delay: -95_000, timestamp: 1000);
        Tell("b", (InstanceId.Of("a"), 105_000, 0), delay: -95_000, timestamp: 1000);

        var (peer, offset) = Assert.Single(_ours.Offsets(1000));

        // It is 100 ms ahead, and 5 ms are the way: the rest is the allowance of a few microseconds.
        Assert.Equal("b", peer);
        Assert.Equal(0.1, offset.Seconds, 4);
        Assert.Equal(0.005, offset.Error, 4);
    }

    [Fact]
    public void The_bound_grows_by_a_millisecond_for_each_second_without_messages()
    {
        Know("b", timestamp: 1000);

        var soon = Assert.Single(_ours.Offsets(1000)).Offset;
        var later = Assert.Single(_ours.Offsets(21_000)).Offset;

        Assert.Equal(soon.Seconds, later.Seconds, 6);
        Assert.Equal(soon.Error + 0.020, later.Error, 4);
    }

    [Fact]
    public void How_long_a_telling_waited_in_its_partition_counts_as_its_age()
    {
        Hear("b", delay: 5_000, timestamp: 31_000);
        Tell("b", (InstanceId.Of("a"), 5_000, 0), delay: 30_000_000, timestamp: 31_000);

        Assert.Equal((0.005 + 0.005 + 0.030) / 2, Assert.Single(_ours.Offsets(31_000)).Offset.Error, 4);
    }

    [Fact]
    public void What_was_told_of_others_tells_nothing_here()
    {
        Hear("b", delay: 5_000, timestamp: 1000);
        Tell("b", (InstanceId.Of("c"), 5_000, 0), delay: 5_000, timestamp: 1000);

        Assert.Empty(_ours.Offsets(1000));
    }

    [Fact]
    public void An_age_is_corrected_by_the_offset_and_is_not_negative()
    {
        Know("b", timestamp: 1000);

        Assert.Equal(0.3, _ours.Corrected("b", 0.2, 1000)!.Value, 4);
        Assert.Equal(0, _ours.Corrected("b", -0.2, 1000));
        Assert.Null(_ours.Corrected("c", 0.2, 1000));
        Assert.Null(_ours.Corrected("b", 0.2, 62_000));
    }

    [Fact]
    public void What_the_instance_itself_sent_is_not_heard_and_needs_no_correction()
    {
        Know("a", timestamp: 1000);

        Assert.Empty(_ours.Offsets(1000));
        Assert.Empty(_ours.Tell(1000).Delays);
        Assert.Equal(0.2, _ours.Corrected("a", 0.2, 1000));
    }

    [Fact]
    public void Who_is_unheard_for_a_minute_is_forgotten_and_leaves_its_place_to_another()
    {
        for (var i = 0; i < ClockOffsets.MaxPeers; i++)
        {
            Know($"{i}", timestamp: 1000);
        }

        Know("one more", timestamp: 1000);
        Assert.DoesNotContain(_ours.Offsets(60_000), o => o.Peer == "one more");
        Assert.Equal(ClockOffsets.MaxPeers, _ours.Offsets(60_000).Count);
        Assert.NotEmpty(_ours.Tell(61_000).Delays);

        Assert.Empty(_ours.Tell(61_001).Delays);

        Know("one more", timestamp: 61_002);
        Assert.Equal("one more", Assert.Single(_ours.Offsets(61_002)).Peer);
    }

    [Fact]
    public void Who_is_heard_again_is_not_forgotten()
    {
        Hear("b", delay: 5000, timestamp: 1000);
        Hear("b", delay: 5000, timestamp: 31_000);

        Assert.Single(_ours.Tell(91_000).Delays);
    }

    [Fact]
    public void The_most_recently_heard_are_told_of_with_the_ages_of_their_least_delays()
    {
        for (var i = 0; i < 100; i++)
        {
            Hear($"{i}", delay: 7000 + i, timestamp: 1000 + i);
            Hear($"{i}", delay: 90_000, timestamp: 2000 + i);
        }

        var told = _ours.Tell(3000).Delays;

        // The difference of two stamps that were rounded is one less than the delay may have been.
        Assert.Equal(Enumerable.Range(0, 32).Select(i => new ToldDelay(InstanceId.Of($"{99 - i}"), 7000 + 99 - i + 1, 2000 - 99 + i)), told);
    }

    [Theory]
    [InlineData(long.MinValue, Noon)]
    [InlineData(long.MaxValue, Noon)]
    [InlineData(long.MinValue, long.MaxValue)]
    public void A_stamp_that_is_none_is_not_heard(long stamp, long received)
    {
        _ours.Heard("b", new(stamp, received, 1000));

        Assert.Empty(_ours.Tell(1000).Delays);
    }

    [Theory]
    [InlineData(-Arrival.MaxDelay, 0)]
    [InlineData(Arrival.MaxDelay, 0)]
    [InlineData(Arrival.MaxDelay, int.MaxValue)]
    [InlineData(5000, int.MaxValue)]
    public void A_telling_that_cannot_be_is_not_believed(long delay, int age)
    {
        Know("b", timestamp: 1000);
        var before = _ours.Offsets(1000);

        Tell("b", (InstanceId.Of("a"), delay, age), delay: 5000, timestamp: 1000);

        Assert.Equal(before, _ours.Offsets(1000));
    }

    [Fact]
    public void Nanoseconds_do_not_overflow_and_ages_are_rounded_up()
    {
        // Where a million times the timestamp is just below 2 to the 63rd.
        const long Hours = 9_223_000_000_000;
        var ours = new ClockOffsets("a", 1_000_000_000);

        ours.Heard("b", new(Noon, Noon + 5000, Hours));

        Assert.Equal(1001, Assert.Single(ours.Tell(Hours + 1_000_001_000).Delays).Age);
    }

    [Fact]
    public void A_message_of_a_known_peer_costs_no_object()
    {
        Know("b", timestamp: 1000);
        var arrival = new Arrival(Noon, Noon + 5000, 1000);
        for (var i = 0; i < 2000; i++)
        {
            Once(i);
        }

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 20_000; i++)
        {
            Once(i);
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);

        void Once(int i)
        {
            _ours.Heard("b", arrival with { Timestamp = 1000 + i });
            _ours.Heard("a", arrival);
            _ours.Corrected("b", 1, 1000 + i);
        }
    }

    [Fact]
    public async Task Several_threads_may_hear_tell_and_ask_while_peers_come_and_go()
    {
        // Timestamps run 61 s apart, so that peers are forgotten all the time.
        await Parallel.ForAsync(0, 20_000, (i, _) =>
        {
            Know($"{i % 200}", timestamp: i / 1000 * 61_000);
            Assert.InRange(_ours.Offsets(i / 1000 * 61_000).Count, 0, ClockOffsets.MaxPeers);
            Assert.InRange(_ours.Tell(i / 1000 * 61_000).Delays.Count, 0, ClockHeader.MaxDelays);
            return ValueTask.CompletedTask;
        });
    }

    /// <summary>It is 100 ms ahead, 5 ms away.</summary>
    private void Know(string peer, long timestamp)
    {
        Hear(peer, -95_000, timestamp);
        Tell(peer, (InstanceId.Of("a"), 105_000, 0), -95_000, timestamp);
    }

    private void Hear(string peer, long delay, long timestamp) => _ours.Heard(peer, Came(delay, timestamp));

    private void Tell(string peer, (ulong Peer, long Delay, int Age) told, long delay, long timestamp) =>
        _ours.Told(peer, new([new(told.Peer, told.Delay, told.Age)]), Came(delay, timestamp));

    private static Arrival Came(long delay, long timestamp) => new(Noon, Noon + delay, timestamp);
}
