using Confluent.Kafka;
using Kafka.Sli.Producing;

namespace Kafka.Sli.Tests.Objectives;

/// <summary>What is late only because this process itself stood still is excluded; a pause does not hide an outage.</summary>
public sealed class StallTests : IDisposable
{
    private readonly KnownStalls _stalls = new();
    private readonly Given _given;
    private readonly StubProducer<string, string> _inner;
    private readonly IProducer<string, string> _producer;
    private Action<DeliveryReport<string, string>>? _report;

    public StallTests()
    {
        _given = new(o => o.Stalls = _stalls, "produce: 99% < 1s as fast", "produce: 99% < 5s as slow");
        _inner = new() { OnProduce = (_, handler) => _report = handler };
        _producer = _inner.WithSli(_given.Sli, new SliClientOptions { Name = "checkout" });
    }

    private (long Good, long Bad, long Excluded) Fast => _given.Measured.Events("fast");

    private (long Good, long Bad, long Excluded) Slow => _given.Measured.Events("slow");

    public void Dispose() => _given.Dispose();

    [Fact]
    public void What_would_have_been_in_time_without_the_stall_is_excluded_and_its_true_latency_is_recorded()
    {
        Produce();
        _given.Passes(0.5);
        StandsStill(2);
        Ends();

        Assert.Equal(((0, 0, 1), (1, 0, 0)), (Fast, Slow));
        Assert.Equal(2.5, Assert.Single(_given.Measured.Produces).Value, 6);
        Assert.Equal([("fast", "checkout", 1), ("slow", "checkout", 0)], Stalled("fast", "slow"));
    }

    [Fact]
    public void What_is_late_beyond_the_stall_is_bad()
    {
        Produce();
        _given.Passes(0.6);
        StandsStill(2);
        _given.Passes(0.41);
        Assert.Equal((0, 1, 0), Fast);

        Ends();

        Assert.Equal(((0, 1, 0), (1, 0, 0)), (Fast, Slow));
        Assert.All(Stalled("fast", "slow"), s => Assert.Equal(0, s.Value));
    }

    [Fact]
    public void A_stall_before_it_began_changes_nothing()
    {
        StandsStill(10);
        Produce();
        _given.Passes(1.1);

        Assert.Equal((0, 1, 0), Fast);
    }

    [Fact]
    public void The_deadline_of_what_is_in_flight_moves_by_the_stall()
    {
        Produce();
        StandsStill(3);
        Assert.Equal((0, 0, 0), Fast);

        _given.Passes(0.9);
        Assert.Equal((0, 0, 0), Fast);
        _given.Passes(0.2);
        Assert.Equal(((0, 1, 0), (0, 0, 0)), (Fast, Slow));

        _given.Passes(3.8);
        Assert.Equal((0, 0, 0), Slow);
        _given.Passes(0.2);
        Assert.Equal((0, 1, 0), Slow);

        Ends();
        Assert.Equal(((0, 1, 0), (0, 1, 0)), (Fast, Slow));
    }

    [Fact]
    public void What_failed_is_bad_however_long_this_process_stood_still()
    {
        Produce();
        StandsStill(3);
        _report!(Reports.Error(new Message<string, string>(), ErrorCode.Local_MsgTimedOut));

        Assert.Equal(((0, 1, 0), (0, 1, 0)), (Fast, Slow));
    }

    [Fact]
    public void What_was_bad_already_is_not_excluded_by_a_later_stall()
    {
        Produce();
        _given.Passes(1.1);
        StandsStill(10);
        Ends();

        Assert.Equal(((0, 1, 0), (0, 0, 1)), (Fast, Slow));
    }

    [Fact]
    public void A_message_that_the_queue_turned_away_goes_on_as_long_as_the_stall_explains_it()
    {
        _inner.OnProduce = (message, _) => throw new ProduceException<string, string>(new Error(ErrorCode.Local_QueueFull), new DeliveryResult<string, string> { Message = message });
        Assert.Throws<ProduceException<string, string>>(() => _producer.Produce("orders", new Message<string, string>()));

        StandsStill(6);
        Assert.Single(((SliProducer<string, string>)_producer).TurnedAway);

        _given.Passes(5.1);
        Assert.Empty(((SliProducer<string, string>)_producer).TurnedAway);
        Assert.Equal(((0, 1, 0), (0, 1, 0)), (Fast, Slow));
    }

    [Fact]
    public void What_is_in_time_is_not_asked_about()
    {
        Produce();
        _given.Passes(0.9);
        Ends();

        Assert.Equal(0, _stalls.Asked);
    }

    [Fact]
    public void Where_nobody_records_stalls_there_is_no_count_of_them()
    {
        using var given = new Given("produce: 99% < 1s as fast");
        using var producer = new StubProducer<string, string>().WithSli(given.Sli);

        Assert.Empty(given.Measured.Observe("kafka.sli.stalled.events"));
    }

    private void Produce() => _producer.Produce("orders", new Message<string, string>(), _ => { });

    private void Ends() => _report!(Reports.Ok(new Message<string, string>()));

    private void StandsStill(double seconds)
    {
        _stalls.Add(_given.Time, seconds);
        _given.Passes(seconds);
    }

    private IEnumerable<(string? Objective, string? Client, double Value)> Stalled(params string[] objectives) =>
        _given.Measured.Observe("kafka.sli.stalled.events").Select(m => (m["kafka.sli.objective"], m["kafka.sli.client"], m.Value)).Where(m => objectives.Contains(m.Item1)).Order();

    private static long Ticks(double seconds) => TimeSpan.FromSeconds(seconds).Ticks;
}
