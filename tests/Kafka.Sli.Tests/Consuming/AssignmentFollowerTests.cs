using System.Reflection;
using Confluent.Kafka;

namespace Kafka.Sli.Tests.Consuming;

/// <summary>What can be told of the rebalances of a consumer that was built elsewhere, and what cannot.</summary>
public sealed class AssignmentFollowerTests : IDisposable
{
    private readonly Given _given = new("assignment: 99% < 4s as back");
    private readonly Member _member;
    private readonly IConsumer<string, string> _consumer;

    public AssignmentFollowerTests()
    {
        var inner = DispatchProxy.Create<IConsumer<string, string>, Member>();
        _member = (Member)(object)inner;
        _consumer = inner.WithSli(_given.Sli);
    }

    private IReadOnlyList<Measurements.Measurement> Measured => _given.Measured.Of("kafka.sli.assignment.duration");

    public void Dispose() => _given.Dispose();

    [Fact]
    public void The_loss_of_all_partitions_is_waited_out_to_the_second()
    {
        Subscribes();
        Polls(2);
        Assert.Equal(1, Measured[0].Value, 6);

        _member.Has(0);
        Polls(3);
        _member.Has(2);
        Polls(2);

        Assert.Equal(2, Measured.Count);
        Assert.Equal(3, Measured[1].Value, 6);
        Assert.Equal((2, 0, 0), _given.Measured.Events("back"));
    }

    [Fact]
    public void Gaining_partitions_and_losing_some_is_no_event()
    {
        Subscribes();
        Polls(2);

        _member.Has(3);
        Polls(2);
        _member.Has(1);
        Polls(2);

        Assert.Single(Measured);
    }

    [Fact]
    public void How_long_it_took_is_not_known_after_a_Consume_that_waited_long_for_a_message()
    {
        Subscribes();
        _given.Passes(3600);
        _consumer.Consume(CancellationToken.None);

        Assert.Empty(Measured);
        Assert.Equal((0, 0, 1), _given.Measured.Events("back"));
    }

    [Fact]
    public void Nor_after_an_assignment_that_is_the_same_as_before_the_application_unsubscribed()
    {
        Subscribes();
        Polls(2);

        _consumer.Unsubscribe();
        _consumer.Subscribe("orders");
        Polls(3600);
        _member.Has(3);
        Polls(2);

        Assert.Single(Measured);
        Assert.Equal((1, 0, 1), _given.Measured.Events("back"));
    }

    [Fact]
    public void A_consumer_that_had_subscribed_before_it_was_wrapped_is_followed()
    {
        _member.Has(2);
        Polls(2);
        _member.Has(0);
        Polls(2);
        _member.Has(2);
        Polls(2);

        Assert.Equal(2, Assert.Single(Measured).Value, 6);
    }

    [Fact]
    public void A_client_that_cannot_be_asked_is_not_asked_more_than_once_a_second()
    {
        _member.OnLook = () => throw new NotSupportedException();
        for (var i = 0; i < 1000; i++)
        {
            _consumer.Consume(0);
        }

        Assert.Equal(1, _member.Looks);
    }

    private void Subscribes()
    {
        _consumer.Subscribe("orders");
        _member.Has(2);
    }

    private void Polls(int seconds)
    {
        for (var i = 0; i < seconds; i++)
        {
            _given.Passes(1);
            _consumer.Consume(0);
        }
    }

    public class Member : DispatchProxy
    {
        private List<TopicPartition> _assigned = [];

        internal int Looks { get; private set; }

        internal Action OnLook { get; set; } = () => { };

        internal void Has(int partitions) => _assigned = [.. Enumerable.Range(0, partitions).Select(p => new TopicPartition("orders", p))];

        protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
        {
            switch (targetMethod!.Name)
            {
                case "get_Subscription":
                    Looks++;
                    OnLook();
                    return new List<string> { "orders" };
                case "get_Assignment":
                    return _assigned;
                default:
                    return null;
            }
        }
    }
}
