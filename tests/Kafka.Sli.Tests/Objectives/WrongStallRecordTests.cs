using Confluent.Kafka;
using Kafka.Sli.Objectives;
using Kafka.Sli.Telemetry;

namespace Kafka.Sli.Tests.Objectives;

/// <summary>The record of stalls is the application's: what is wrong with it hides no outage and reaches no call.</summary>
public sealed class WrongStallRecordTests
{
    [Fact]
    public void One_that_throws_is_counted_and_forgives_nothing()
    {
        using var given = new Given(o => o.Stalls = new Saying(() => throw new InvalidTimeZoneException("broken record")), "produce: 99% < 1s as fast", "delivery: 99% < 1s as fresh");
        using var producer = new StubProducer<string, string>().WithSli(given.Sli);
        producer.Produce("orders", new Message<string, string>(), _ => { });

        given.Passes(1.1);

        Assert.Equal((0, 1, 0), given.Measured.Events("fast"));
        Assert.Equal(1, Assert.Single(given.Measured.Observe("kafka.sli.internal.errors")).Value);
    }

    [Fact]
    public void One_that_throws_while_a_message_settles_costs_it_neither_verdict_nor_record()
    {
        using var given = new Given(o => o.Stalls = new Saying(() => throw new InvalidTimeZoneException("broken record")), "offset_commit: 99% < 1s as commits");
        var (inner, stub) = StubConsumer.Create();
        stub.OnCommit = () =>
        {
            given.Passes(1.1);
            return [];
        };
        using var consumer = inner.WithSli(given.Sli);

        Assert.Empty(consumer.Commit());

        Assert.Equal((0, 1, 0), given.Measured.Events("commits"));
        Assert.Single(given.Measured.Of("kafka.sli.offset_commit.duration"));
    }

    [Theory]
    [InlineData(-5, 0)]
    [InlineData(1, 1)]
    [InlineData(5000, 2)]
    public void One_that_says_what_cannot_be_is_believed_no_further_than_the_span(double says, double believed)
    {
        using var given = new Given();
        var stalls = new OwnStalls(new Saying(() => TimeSpan.FromSeconds(says)), new SliClock(given.Time), given.Sli.Telemetry.Errors);

        Assert.Equal(believed, stalls.SecondsOf(2, given.Time.GetTimestamp()), 6);
    }

    private sealed record Saying(Func<TimeSpan> Says) : IStallRecord
    {
        public TimeSpan Overlap(long since, long until) => Says();
    }
}
