using Confluent.Kafka;

namespace Kafka.Sli.Tests.Producing;

public sealed class TransactionTests : IDisposable
{
    private readonly Given _given = new("transaction: 99% < 1s as fast", "produce: 99% < 1s as sent");
    private readonly Transactional _inner;
    private readonly IProducer<string, string> _producer;

    public TransactionTests()
    {
        _inner = new Transactional();
        _producer = _inner.WithSli(_given.Sli, new SliClientOptions { Name = "transfers" });
    }

    private IReadOnlyList<Measurements.Measurement> Measured => _given.Measured.Of("kafka.sli.transaction.duration");

    public void Dispose() => _given.Dispose();

    [Fact]
    public void Only_the_time_inside_the_calls_counts()
    {
        Takes(0.1, _producer.BeginTransaction);
        _given.Passes(100);
        Takes(0.2, SendOffsets);
        _given.Passes(100);
        Takes(0.4, _producer.CommitTransaction);

        var measured = Assert.Single(Measured);
        Assert.Equal(0.7, measured.Value, 6);
        Assert.Equal([new("kafka.sli.client", "transfers")], measured.Tags);
        Assert.Equal((1, 0, 0), _given.Measured.Events("fast"));
    }

    [Fact]
    public void A_call_that_is_repeated_after_a_retriable_error_keeps_its_first_clock()
    {
        _producer.BeginTransaction();
        Takes(1, () => Throws(Retriable, SendOffsets));
        Takes(2, SendOffsets);
        Takes(3, () => Throws(Retriable, () => _producer.CommitTransaction(TimeSpan.FromSeconds(3))));
        _given.Passes(100);
        Takes(4, () => _producer.CommitTransaction(TimeSpan.FromSeconds(30)));

        Assert.Equal(10, Assert.Single(Measured).Value, 6);
        Assert.Equal((0, 1, 0), _given.Measured.Events("fast"));
    }

    [Fact]
    public void InitTransactions_is_an_event_of_its_own_over_its_repetitions()
    {
        Takes(1, () => Throws(Retriable, Initialise));
        Takes(2, Initialise);

        var measured = Assert.Single(Measured);
        Assert.Equal(3, measured.Value, 6);
        Assert.Equal("init_transactions", measured["messaging.operation.name"]);
        Assert.Equal((0, 1, 0), _given.Measured.Events("fast"));
    }

    [Fact]
    public void Fenced_is_failed()
    {
        _producer.BeginTransaction();
        Throws(new KafkaException(new Error(ErrorCode.Local_Fenced, "fenced", isFatal: true)), _producer.CommitTransaction);
        Throws(new KafkaException(new Error(ErrorCode.Local_Fatal, "fenced", isFatal: true)), _producer.AbortTransaction);
        Throws(new KafkaException(new Error(ErrorCode.Local_Fatal, "fenced", isFatal: true)), _producer.BeginTransaction);

        Assert.Equal(["Local_Fenced", "Local_Fatal"], Measured.Select(m => m["error.type"]));
        Assert.All(Measured, m => Assert.Equal("failed", m["kafka.sli.outcome"]));
        Assert.Equal((0, 2, 0), _given.Measured.Events("fast"));
    }

    [Fact]
    public void One_that_has_to_be_aborted_has_failed_and_its_abort_is_nothing_more()
    {
        _producer.BeginTransaction();
        Throws(new KafkaTxnRequiresAbortException(new Error(ErrorCode.Local_Inconsistent)), _producer.CommitTransaction);
        _producer.AbortTransaction();

        Assert.Equal("Local_Inconsistent", Assert.Single(Measured)["error.type"]);
        Assert.Equal((0, 1, 0), _given.Measured.Events("fast"));
    }

    [Fact]
    public void One_that_has_to_be_aborted_because_of_a_time_out_has_failed_too()
    {
        _producer.BeginTransaction();
        Throws(new KafkaTxnRequiresAbortException(new Error(ErrorCode.Local_TimedOut)), SendOffsets);

        Assert.Equal("Local_TimedOut", Assert.Single(Measured)["error.type"]);
        Assert.Equal((0, 1, 0), _given.Measured.Events("fast"));
    }

    [Fact]
    public void An_abort_of_the_applications_own_is_excluded()
    {
        Takes(0.1, _producer.BeginTransaction);
        Takes(5, () => _producer.AbortTransaction(TimeSpan.FromSeconds(1)));

        var measured = Assert.Single(Measured);
        Assert.Equal("aborted", measured["kafka.sli.outcome"]);
        Assert.Equal(0.1, measured.Value, 6);
        Assert.Equal((0, 0, 1), _given.Measured.Events("fast"));
    }

    [Fact]
    public void One_whose_commit_was_left_without_an_answer_is_unknown_at_the_abort()
    {
        _producer.BeginTransaction();
        Throws(Retriable, _producer.CommitTransaction);
        _producer.AbortTransaction();

        Assert.Equal("unknown", Assert.Single(Measured)["kafka.sli.outcome"]);
        Assert.Equal((0, 1, 0), _given.Measured.Events("fast"));
    }

    [Fact]
    public void One_that_nobody_resolved_is_unknown_at_the_next_begin()
    {
        _producer.BeginTransaction();
        _producer.BeginTransaction();
        _producer.CommitTransaction();

        Assert.Equal(["unknown", null], Measured.Select(m => m["kafka.sli.outcome"]));
        Assert.Equal((1, 1, 0), _given.Measured.Events("fast"));
    }

    [Fact]
    public void One_that_nobody_resolved_is_unknown_at_disposal()
    {
        Throws(Retriable, Initialise);
        _producer.BeginTransaction();
        _producer.Dispose();

        Assert.All(Measured, m => Assert.Equal("unknown", m["kafka.sli.outcome"]));
        Assert.Equal((0, 2, 0), _given.Measured.Events("fast"));
    }

    [Fact]
    public void Calls_in_the_wrong_order_are_excluded_and_leave_the_transaction_as_it_is()
    {
        _producer.BeginTransaction();
        Throws(WrongState, _producer.BeginTransaction);
        Throws(new ArgumentException("not my metadata"), SendOffsets);
        Throws(WrongState, Initialise);
        _producer.CommitTransaction();
        _producer.CommitTransaction();

        Assert.Equal(["Local_State", "Local_State", null], Measured.Select(m => m["error.type"]));
        Assert.Equal((1, 0, 2), _given.Measured.Events("fast"));
    }

    [Theory]
    [InlineData(ErrorCode.Local_Conflict)]
    [InlineData(ErrorCode.Local_PrevInProgress)]
    public void So_are_calls_that_come_in_between_one_that_has_to_be_called_again(ErrorCode refusal)
    {
        _producer.BeginTransaction();
        Throws(Retriable, _producer.CommitTransaction);
        Throws(new KafkaException(new Error(refusal)), _producer.AbortTransaction);
        Throws(new KafkaException(new Error(refusal)), SendOffsets);
        Throws(new KafkaException(new Error(refusal)), _producer.BeginTransaction);
        _producer.CommitTransaction();

        Assert.Equal([refusal.ToString(), null], Measured.Select(m => m["error.type"]));
        Assert.Equal((1, 0, 1), _given.Measured.Events("fast"));
    }

    [Fact]
    public void What_an_abort_purges_is_excluded()
    {
        var handler = Sent();
        _inner.OnCall = () => handler(Reports.Error(new Message<string, string>(), ErrorCode.Local_PurgeQueue));
        _producer.AbortTransaction();

        Assert.Equal((0, 0, 1), _given.Measured.Events("sent"));
    }

    [Fact]
    public void What_a_failed_transaction_purges_has_failed()
    {
        var handler = Sent();
        handler(Reports.Error(new Message<string, string>(), ErrorCode.Local_PurgeQueue));

        Assert.Equal((0, 1, 0), _given.Measured.Events("sent"));
    }

    [Fact]
    public void What_a_failed_transaction_purges_has_failed_also_after_an_abort_that_was_refused()
    {
        var handler = Sent();
        Throws(Retriable, _producer.CommitTransaction);
        Throws(new KafkaException(new Error(ErrorCode.Local_Conflict)), _producer.AbortTransaction);
        handler(Reports.Error(new Message<string, string>(), ErrorCode.Local_PurgeQueue));

        Assert.Equal((0, 1, 0), _given.Measured.Events("sent"));
    }

    private static KafkaRetriableException Retriable => new(new Error(ErrorCode.Local_TimedOut));

    private static KafkaException WrongState => new(new Error(ErrorCode.Local_State));

    private void Initialise() => _producer.InitTransactions(TimeSpan.FromSeconds(30));

    private void SendOffsets() => _producer.SendOffsetsToTransaction([], null!, TimeSpan.FromSeconds(30));

    private Action<DeliveryReport<string, string>> Sent()
    {
        Action<DeliveryReport<string, string>>? given = null;
        _inner.OnProduce = (_, handler) => given = handler;
        _producer.BeginTransaction();
        _producer.Produce("orders", new Message<string, string>());
        return given!;
    }

    [Fact]
    public async Task Its_deadline_passes_only_while_the_application_waits_in_a_call()
    {
        var hasEntered = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var goesOn = new ManualResetEventSlim();
        _producer.BeginTransaction();
        _given.Passes(100);
        Assert.Equal((0, 0, 0), _given.Measured.Events("fast"));

        _inner.OnCall = () =>
        {
            hasEntered.SetResult();
            goesOn.Wait(TestContext.Current.CancellationToken);
        };
        var commit = new Thread(_producer.CommitTransaction) { IsBackground = true };
        commit.Start();
        await hasEntered.Task;
        _given.Passes(0.9);
        Assert.Equal((0, 0, 0), _given.Measured.Events("fast"));
        _given.Passes(0.2);
        Assert.Equal((0, 1, 0), _given.Measured.Events("fast"));

        goesOn.Set();
        commit.Join();
        Assert.Equal((0, 1, 0), _given.Measured.Events("fast"));
        Assert.Equal(1.1, Assert.Single(Measured).Value, 6);
    }

    [Fact]
    public void An_abort_that_comes_too_late_stays_bad()
    {
        _producer.BeginTransaction();
        Takes(2, SendOffsets);
        _producer.AbortTransaction();

        Assert.Equal((0, 1, 0), _given.Measured.Events("fast"));
        Assert.Equal("aborted", Assert.Single(Measured)["kafka.sli.outcome"]);
    }

    private void Takes(double seconds, Action call)
    {
        var before = _inner.OnCall;
        _inner.OnCall = () => _given.Passes(seconds);
        call();
        _inner.OnCall = before;
    }

    private void Throws(Exception exception, Action call)
    {
        var before = _inner.OnCall;
        _inner.OnCall = () =>
        {
            before();
            throw exception;
        };
        Assert.Same(exception, Record.Exception(call));
        _inner.OnCall = before;
    }

    /// <summary>A producer whose transactional calls take the time and end the way that the test decides.</summary>
    private sealed class Transactional : StubProducer<string, string>, IProducer<string, string>
    {
        public Action OnCall { get; set; } = () => { };

        void IProducer<string, string>.InitTransactions(TimeSpan timeout) => OnCall();

        void IProducer<string, string>.BeginTransaction() => OnCall();

        void IProducer<string, string>.CommitTransaction() => OnCall();

        void IProducer<string, string>.CommitTransaction(TimeSpan timeout) => OnCall();

        void IProducer<string, string>.AbortTransaction() => OnCall();

        void IProducer<string, string>.AbortTransaction(TimeSpan timeout) => OnCall();

        void IProducer<string, string>.SendOffsetsToTransaction(
            IEnumerable<TopicPartitionOffset> offsets, IConsumerGroupMetadata groupMetadata, TimeSpan timeout) => OnCall();
    }
}
