using System.Diagnostics;
using System.Runtime.CompilerServices;
using Confluent.Kafka;

namespace Kafka.Sli.Tests.Producing;

public sealed class QueueFullTests : IDisposable
{
    private readonly Given _given = new("produce: 99% < 10s as fast");
    private readonly StubProducer<string, string> _stub = new();
    private readonly IProducer<string, string> _producer;
    private readonly Message<string, string> _message = new() { Value = "v" };

    public QueueFullTests()
    {
        _producer = _stub.WithSli(_given.Sli);
        _stub.OnProduce = (message, _) => throw new ProduceException<string, string>(
            new Error(ErrorCode.Local_QueueFull), new DeliveryResult<string, string> { Message = message });
    }

    public void Dispose() => _given.Dispose();

    [Fact]
    public void The_clock_goes_on_when_the_same_message_is_handed_over_again()
    {
        IsTurnedAway(_message);
        _given.Passes(2);
        IsTurnedAway(_message);
        _given.Passes(1);
        _stub.OnProduce = (message, handler) => handler!(Reports.Ok(message));
        _producer.Produce("orders", _message);

        var measured = Assert.Single(_given.Measured.Produces);
        Assert.Equal(3, measured.Value, 6);
        Assert.Null(measured["kafka.sli.outcome"]);
        Assert.Equal((1, 0, 0), _given.Measured.Events("fast"));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void What_ends_by_a_call_of_the_application_leaves_it_its_activity(bool flowIsSuppressed)
    {
        IsTurnedAway(_message);
        using var broken = flowIsSuppressed ? null : new BrokenListener(_given.Sli);
        using var request = new Activity("request").Start();
        using var suppressed = flowIsSuppressed ? ExecutionContext.SuppressFlow() : default(IDisposable);

        _producer.Dispose();

        Assert.Same(request, Activity.Current);
    }

    [Fact]
    public void An_attempt_that_waits_to_be_repeated_is_in_flight()
    {
        IsTurnedAway(_message);
        _given.Passes(2);

        Assert.Equal(2, Assert.Single(_given.Measured.Observe("kafka.sli.produce.oldest_in_flight")).Value, 6);
        Assert.Empty(_given.Measured.Produces);
    }

    [Fact]
    public void One_that_is_given_up_ends_as_failed_when_the_producer_is_disposed()
    {
        IsTurnedAway(_message);
        _producer.Dispose();

        AssertFailed(Assert.Single(_given.Measured.Produces));
    }

    [Fact]
    public void One_that_is_given_up_ends_as_failed_when_its_message_object_goes_to_another_topic()
    {
        IsTurnedAway(_message);
        _stub.OnProduce = (message, handler) => handler!(Reports.Ok(message));
        _producer.Produce("returns", _message);

        AssertFailed(_given.Measured.Produces[0]);
        Assert.Equal("returns", _given.Measured.Produces[1]["messaging.destination.name"]);
        Assert.Equal((1, 1, 0), _given.Measured.Events("fast"));
    }

    [Fact]
    public void Past_the_limit_the_oldest_ends_as_failed()
    {
        var messages = Enumerable.Range(0, 1025).Select(_ => new Message<string, string>()).ToArray();
        foreach (var message in messages)
        {
            IsTurnedAway(message);
        }

        AssertFailed(Assert.Single(_given.Measured.Produces));
        Assert.Equal(1024, Assert.Single(_given.Measured.Observe("kafka.sli.produce.in_flight")).Value);
    }

    [Fact]
    public void The_clock_goes_on_also_for_topics_past_the_limit_of_names()
    {
        using var given = new Given(o => o.DestinationLimit = 1, "produce: 99% < 10s as fast");
        using var producer = _stub.WithSli(given.Sli);
        var refuse = _stub.OnProduce;
        _stub.OnProduce = (message, handler) => handler!(Reports.Ok(message));
        producer.Produce("named", new Message<string, string>());
        _stub.OnProduce = refuse;

        for (var i = 0; i < 3; i++)
        {
            Assert.Throws<ProduceException<string, string>>(() => producer.Produce("unnamed", _message));
            given.Passes(1);
        }

        _stub.OnProduce = (message, handler) => handler!(Reports.Ok(message));
        producer.Produce("unnamed", _message);

        Assert.Equal((2, 0, 0), given.Measured.Events("fast"));
        Assert.Equal(3, given.Measured.Produces[1].Value, 6);
    }

    [Fact]
    public void A_message_that_the_application_has_dropped_is_not_kept_and_ends_as_failed()
    {
        var dropped = DropOne();
        _stub.Calls.Clear();
        GC.Collect();
        GC.WaitForPendingFinalizers();

        Assert.False(dropped.IsAlive);
        IsTurnedAway(_message);
        AssertFailed(Assert.Single(_given.Measured.Produces));

        [MethodImpl(MethodImplOptions.NoInlining)]
        WeakReference DropOne()
        {
            var message = new Message<string, string>();
            Assert.Throws<ProduceException<string, string>>(() => _producer.Produce("orders", message, _ => GC.KeepAlive(message)));
            return new WeakReference(message);
        }
    }

    [Fact]
    public async Task The_clock_goes_on_from_a_task_to_a_handler()
    {
        _stub.OnProduceAsync = (message, _) => Task.FromException<DeliveryResult<string, string>>(new ProduceException<string, string>(
            new Error(ErrorCode.Local_QueueFull), new DeliveryResult<string, string> { Message = message }));

        var turnedAway = await Assert.ThrowsAsync<ProduceException<string, string>>(() => _producer.ProduceAsync("orders", _message));
        _given.Passes(2);
        _stub.OnProduce = (message, handler) => handler!(Reports.Ok(message));
        _producer.Produce("orders", turnedAway.DeliveryResult.Message);

        Assert.Equal(2, Assert.Single(_given.Measured.Produces).Value, 6);
    }

    private static void AssertFailed(Measurements.Measurement measured)
    {
        Assert.Equal("failed", measured["kafka.sli.outcome"]);
        Assert.Equal("Local_QueueFull", measured["error.type"]);
    }

    private void IsTurnedAway(Message<string, string> message) =>
        Assert.Throws<ProduceException<string, string>>(() => _producer.Produce("orders", message));
}
