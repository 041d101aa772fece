using Confluent.Kafka;
using Kafka.Sli.Consuming;

namespace Kafka.Sli.Tests;

/// <summary>
/// An exception in each step of ours that the application's calls go through: the calls return what they return, throw what they throw, and
/// the failure shows in <c>kafka.sli.internal.errors</c> alone.
/// </summary>
public sealed class InjectedFailureTests
{
    private static readonly ConsumeResult<string, string> Consumed = new()
    {
        TopicPartitionOffset = new("orders", 0, 1),
        Message = new Message<string, string> { Timestamp = new Timestamp(1, TimestampType.CreateTime), Headers = [] },
    };

    private static readonly List<TopicPartition> Partitions = [new("orders", 0)];

    public enum Failing
    {
        Clock,
        MetricsListener,
    }

    public static TheoryData<Failing, string> ProducerCalls =>
        new(from failing in Enum.GetValues<Failing>() from call in ProducerSteps.Keys select (failing, call));

    public static TheoryData<Failing, string> ConsumerCalls =>
        new(from failing in Enum.GetValues<Failing>() from call in ConsumerSteps.Keys select (failing, call));

    private static Dictionary<string, Action<IProducer<string, string>>> ProducerSteps => new()
    {
        ["Produce"] = p => p.Produce("orders", new Message<string, string>(), _ => { }),
        ["ProduceAsync"] = p => Assert.True(p.ProduceAsync("orders", new Message<string, string>()).IsCompletedSuccessfully),
        ["InitTransactions"] = p => p.InitTransactions(TimeSpan.Zero),
        ["CommitTransaction"] = p =>
        {
            p.BeginTransaction();
            p.CommitTransaction();
        },
        ["AbortTransaction"] = p =>
        {
            p.BeginTransaction();
            p.AbortTransaction();
        },
        ["Dispose"] = p =>
        {
            p.BeginTransaction();
            p.Dispose();
        },
    };

    private static Dictionary<string, Action<SliConsumer<string, string>>> ConsumerSteps => new()
    {
        ["Consume"] = c => Assert.Same(Consumed, c.Consume(0)),
        ["Consume that throws"] = c =>
        {
            c.Consume(0);
            Assert.Throws<ConsumeException>(() => c.Consume(0));
        },
        ["Commit"] = c => Assert.NotNull(c.Commit()),
        ["Close"] = c =>
        {
            c.Subscribe("orders");
            c.Close();
        },
        ["the assigned handler"] = c =>
        {
            c.Subscribe("orders");
            Assert.Equal([new TopicPartitionOffset("orders", 0, Offset.Unset)], c.PartitionsAssigned(Partitions, null));
            Assert.Empty(c.PartitionsGone([new("orders", 0, 1)], null));
            Assert.Single(c.PartitionsAssigned(Partitions, null));
        },
        ["the committed handler"] = c =>
        {
            var handled = 0;
            c.OffsetsCommitted(new CommittedOffsets([], new Error(ErrorCode.NoError)), (_, _) => handled++);
            Assert.Equal(1, handled);
        },
    };

    [Theory]
    [MemberData(nameof(ProducerCalls))]
    public void A_producers_call_is_not_affected(Failing failing, string call)
    {
        using var given = Given(failing);
        using var broken = new BrokenListener(given.Sli);
        var stub = new StubProducer<string, string> { OnProduce = (message, handler) => handler!(Reports.Ok(message)) };
        using var producer = stub.WithSli(given.Sli);

        ProducerSteps[call](producer);

        AssertCounted(given);
    }

    [Theory]
    [MemberData(nameof(ConsumerCalls))]
    public void A_consumers_call_is_not_affected(Failing failing, string call)
    {
        using var given = Given(failing);
        using var broken = new BrokenListener(given.Sli);
        var (inner, stub) = StubConsumer.Create();
        stub.Returns(Consumed);
        stub.Throws(new ConsumeException(new ConsumeResult<byte[], byte[]>(), new Error(ErrorCode.TopicAuthorizationFailed)));
        using var consumer = (SliConsumer<string, string>)inner.WithSli(given.Sli);

        ConsumerSteps[call](consumer);

        AssertCounted(given);
    }

    private static Given Given(Failing failing) => new(
        o => o.TimeProvider = failing == Failing.Clock ? new BrokenClock() : o.TimeProvider,
        "transaction: 99% < 1s",
        "assignment: 99% < 1s",
        "offset_commit: 99% < 1s");

    private static void AssertCounted(Given given) =>
        Assert.True(Assert.Single(given.Measured.Observe("kafka.sli.internal.errors")).Value > 0);
}
