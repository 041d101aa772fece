using Confluent.Kafka;
using Kafka.Sli.Producing;

namespace Kafka.Sli.Tests.Objectives;

/// <summary>What is late is bad at once, not when the client gives up.</summary>
public sealed class DeadlineTests : IDisposable
{
    private readonly Given _given = new("produce: 99% < 40ms as fast", "produce: 99.999% < 5s as available", "offset_commit: 99% < 1s as commits");
    private readonly List<Action<DeliveryReport<string, string>>> _reports = [];
    private readonly StubProducer<string, string> _inner;
    private readonly IProducer<string, string> _producer;

    public DeadlineTests()
    {
        _inner = new() { OnProduce = (_, handler) => _reports.Add(handler!) };
        _producer = _inner.WithSli(_given.Sli);
    }

    private (long Good, long Bad, long Excluded) Fast => _given.Measured.Events("fast");

    private (long Good, long Bad, long Excluded) Available => _given.Measured.Events("available");

    public void Dispose() => _given.Dispose();

    [Fact]
    public void Each_deadline_counts_once_as_it_passes()
    {
        Produce();
        _given.Passes(0.030);
        Assert.Equal((0, 0, 0), Fast);

        _given.Passes(0.070);
        Assert.Equal(((0, 1, 0), (0, 0, 0)), (Fast, Available));

        _given.Passes(4.9);
        Assert.Equal(((0, 1, 0), (0, 0, 0)), (Fast, Available));

        _given.Passes(0.1);
        Assert.Equal(((0, 1, 0), (0, 1, 0)), (Fast, Available));

        _given.Passes(100);
        Assert.Equal(((0, 1, 0), (0, 1, 0)), (Fast, Available));
    }

    [Fact]
    public void What_was_late_keeps_its_verdict_and_its_true_latency_is_recorded_when_it_ends()
    {
        Produce();
        _given.Passes(1);
        _given.Passes(2);
        _reports[0](Reports.Ok(new Message<string, string>()));

        Assert.Equal(3, Assert.Single(_given.Measured.Produces).Value, 6);
        Assert.Equal(((0, 1, 0), (1, 0, 0)), (Fast, Available));
    }

    [Fact]
    public void What_turns_out_to_be_excluded_stays_bad_where_it_was_late_before()
    {
        Produce();
        _given.Passes(1);
        _reports[0](Reports.Error(new Message<string, string>(), ErrorCode.Local_PurgeQueue));

        Assert.Equal(((0, 1, 0), (0, 0, 1)), (Fast, Available));
    }

    [Fact]
    public void An_abandoned_message_is_not_counted_again()
    {
        Produce();
        _given.Passes(1);
        _producer.Dispose();
        _given.Passes(100);

        Assert.Equal(((0, 1, 0), (0, 1, 0)), (Fast, Available));
        Assert.Equal("abandoned", Assert.Single(_given.Measured.Produces)["kafka.sli.outcome"]);
    }

    [Fact]
    public void The_deadline_counts_from_the_intended_start()
    {
        ((SliProducer<string, string>)_producer).Produce(new TopicPartition("orders", 0), new Message<string, string>(), _ => { }, _given.Time.GetTimestamp() - (4 * _given.Time.TimestampFrequency));

        _given.Passes(1.1);

        Assert.Equal((0, 1, 0), Available);
    }

    [Fact]
    public void A_message_that_the_queue_turned_away_ends_when_it_is_late_for_all()
    {
        var isFull = true;
        _inner.OnProduce = (message, handler) =>
        {
            if (isFull)
            {
                throw new ProduceException<string, string>(new Error(ErrorCode.Local_QueueFull), new DeliveryResult<string, string> { Message = message, Status = PersistenceStatus.NotPersisted });
            }

            handler!(Reports.Ok(message));
        };
        var message = new Message<string, string>();
        Assert.Throws<ProduceException<string, string>>(() => _producer.Produce("orders", message));

        _given.Passes(4);
        Assert.Empty(_given.Measured.Produces);
        _given.Passes(2);

        var gaveUp = Assert.Single(_given.Measured.Produces);
        Assert.Equal((6d, "failed", "Local_QueueFull"), (gaveUp.Value, gaveUp["kafka.sli.outcome"], gaveUp["error.type"]));
        Assert.Equal(((0, 1, 0), (0, 1, 0)), (Fast, Available));

        isFull = false;
        _producer.Produce("orders", message);

        Assert.Equal(((1, 1, 0), (1, 1, 0)), (Fast, Available));
    }

    [Fact]
    public async Task A_commit_that_does_not_return_is_bad_in_time()
    {
        var commits = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var goesOn = new ManualResetEventSlim();
        var (inner, stub) = StubConsumer.Create();
        stub.OnCommit = () =>
        {
            commits.SetResult();
            goesOn.Wait(TestContext.Current.CancellationToken);
            return [];
        };
        using var consumer = inner.WithSli(_given.Sli);
        var thread = new Thread(() => consumer.Commit()) { IsBackground = true };
        thread.Start();
        await commits.Task;

        _given.Passes(1.1);
        Assert.Equal((0, 1, 0), _given.Measured.Events("commits"));

        goesOn.Set();
        thread.Join();
        Assert.Equal((0, 1, 0), _given.Measured.Events("commits"));
        Assert.Equal(1.1, Assert.Single(_given.Measured.Of("kafka.sli.offset_commit.duration")).Value, 6);
    }

    [Fact]
    public void After_the_end_of_the_indicators_messages_go_on_and_nothing_is_judged_late()
    {
        Produce();
        _given.Sli.Dispose();
        _given.Passes(100);
        _reports[0](Reports.Ok(new Message<string, string>()));

        Assert.Equal(0, _given.Sli.Telemetry.Errors.Count);
    }

    private void Produce() => _producer.Produce("orders", new Message<string, string>(), _ => { });
}
