using System.Diagnostics;
using System.Diagnostics.Metrics;
using Confluent.Kafka;
using Kafka.Sli.Telemetry;

namespace Kafka.Sli.Tests.Producing;

public sealed class ProduceOutcomeTests : IDisposable
{
    private const string Objective = "produce: 99% < 1s as fast";

    private readonly Given _given = new(Objective);
    private readonly StubProducer<string, string> _stub = new();
    private readonly IProducer<string, string> _producer;
    private readonly Message<string, string> _message = new() { Key = "k", Value = "v" };

    public ProduceOutcomeTests() => _producer = _stub.WithSli(_given.Sli);

    public static TheoryData<ErrorCode, PersistenceStatus, string?, string?, string> Reported => new()
    {
        { ErrorCode.NoError, PersistenceStatus.Persisted, null, null, "good" },
        { ErrorCode.NoError, PersistenceStatus.PossiblyPersisted, null, null, "good" },
        { ErrorCode.NoError, PersistenceStatus.NotPersisted, null, null, "good" },
        { ErrorCode.Local_MsgTimedOut, PersistenceStatus.NotPersisted, "failed", "Local_MsgTimedOut", "bad" },
        { ErrorCode.Local_MsgTimedOut, PersistenceStatus.PossiblyPersisted, "unknown", null, "bad" },
        { ErrorCode.TopicAuthorizationFailed, PersistenceStatus.NotPersisted, "failed", "TopicAuthorizationFailed", "bad" },
        { ErrorCode.Local_Fenced, PersistenceStatus.NotPersisted, "failed", "Local_Fenced", "bad" },
        { ErrorCode.Local_PurgeQueue, PersistenceStatus.NotPersisted, "failed", "Local_PurgeQueue", "excluded" },
        { ErrorCode.Local_PurgeInflight, PersistenceStatus.PossiblyPersisted, "failed", "Local_PurgeInflight", "excluded" },
    };

    public static TheoryData<Exception, string, string, string> Thrown => new()
    {
        { Refusal(ErrorCode.MsgSizeTooLarge), "failed", "MsgSizeTooLarge", "bad" },
        { Refusal(ErrorCode.Local_KeySerialization), "failed", "Local_KeySerialization", "excluded" },
        { Refusal(ErrorCode.Local_ValueSerialization), "failed", "Local_ValueSerialization", "excluded" },
        { Refusal(ErrorCode.Local_InvalidArg), "failed", "Local_InvalidArg", "excluded" },
        { new ArgumentException("no"), "failed", "System.ArgumentException", "excluded" },
        { new ObjectDisposedException("no"), "failed", "System.ObjectDisposedException", "excluded" },
        { new TimeoutException("no"), "failed", "System.TimeoutException", "bad" },
    };

    public void Dispose() => _given.Dispose();

    [Theory]
    [MemberData(nameof(Reported))]
    public void A_delivery_report_ends_it(ErrorCode code, PersistenceStatus status, string? outcome, string? errorType, string verdict)
    {
        _stub.OnProduce = (message, handler) => handler!(Reports.Error(message, code, status));

        _producer.Produce("orders", _message);

        AssertEnded(outcome, errorType, verdict);
    }

    [Theory]
    [MemberData(nameof(Thrown))]
    public void What_the_call_throws_ends_it_and_reaches_the_caller(Exception thrown, string outcome, string errorType, string verdict)
    {
        _stub.OnProduce = (_, _) => throw thrown;

        var caught = Assert.Throws(thrown.GetType(), () => _producer.Produce("orders", _message));

        Assert.Same(thrown, caught);
        AssertEnded(outcome, errorType, verdict);
    }

    [Theory]
    [MemberData(nameof(Thrown))]
    public async Task What_the_task_throws_ends_it_and_reaches_the_caller(Exception thrown, string outcome, string errorType, string verdict)
    {
        _stub.OnProduceAsync = (_, _) => Task.FromException<DeliveryResult<string, string>>(thrown);

        var caught = await Assert.ThrowsAsync(thrown.GetType(), () => _producer.ProduceAsync("orders", _message));

        Assert.Same(thrown, caught);
        AssertEnded(outcome, errorType, verdict);
    }

    [Fact]
    public void It_is_bad_when_it_succeeds_after_the_threshold()
    {
        Action<DeliveryReport<string, string>>? report = null;
        _stub.OnProduce = (_, handler) => report = handler;

        _producer.Produce("orders", _message);
        _given.Passes(1.001);
        report!(Reports.Ok(_message));

        AssertEnded(null, null, "bad");
    }

    [Fact]
    public void It_is_good_when_it_succeeds_at_the_threshold_as_the_histogram_bucket_says()
    {
        Action<DeliveryReport<string, string>>? report = null;
        _stub.OnProduce = (_, handler) => report = handler;

        _producer.Produce("orders", _message);
        _given.Passes(1);
        report!(Reports.Ok(_message));

        AssertEnded(null, null, "good");
    }

    [Fact]
    public async Task A_cancelled_wait_is_unknown_because_the_message_goes_on()
    {
        _stub.OnProduceAsync = async (_, token) =>
        {
            await Task.Delay(Timeout.Infinite, token);
            return null!;
        };
        using var cancellation = new CancellationTokenSource();

        var task = _producer.ProduceAsync("orders", _message, cancellation.Token);
        await cancellation.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => task);
        Assert.True(task.IsCanceled);
        AssertEnded("unknown", null, "bad");
    }

    [Fact]
    public void What_is_in_flight_when_the_producer_is_disposed_is_abandoned_and_counted_once()
    {
        Action<DeliveryReport<string, string>>? report = null;
        _stub.OnProduce = (_, handler) => report = handler;

        _producer.Produce("orders", _message);
        _given.Passes(0.5);
        _producer.Dispose();
        report!(Reports.Ok(_message));

        Assert.True(_stub.IsDisposed);
        AssertEnded("abandoned", null, "bad");
    }

    [Theory]
    [InlineData(ErrorCode.RequestTimedOut)]
    [InlineData(ErrorCode.NotEnoughReplicasAfterAppend)]
    [InlineData(ErrorCode.Local_TimedOut)]
    [InlineData(ErrorCode.Local_Transport)]
    public async Task An_error_of_a_task_whose_code_says_that_it_was_sent_is_unknown(ErrorCode code)
    {
        _stub.OnProduceAsync = (_, _) => Task.FromException<DeliveryResult<string, string>>(Refusal(code));

        await Assert.ThrowsAsync<ProduceException<string, string>>(() => _producer.ProduceAsync("orders", _message));

        AssertEnded("unknown", null, "bad");
    }

    [Fact]
    public void A_disposed_producer_leaves_the_gauges_also_when_its_client_lives_on()
    {
        var producer = _given.Sli.Decorate(_stub, new SliClientOptions(), new LivesOn());
        producer.Produce("orders", _message);
        Assert.Equal(1, Assert.Single(_given.Measured.Observe("kafka.sli.produce.in_flight")).Value);

        producer.Dispose();

        Assert.Equal(0, Assert.Single(_given.Measured.Observe("kafka.sli.produce.in_flight")).Value);
        Assert.Empty(_given.Measured.Produces);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void It_is_recorded_under_the_activity_of_its_caller_and_not_under_that_of_the_poll_thread(bool callerHasOne)
    {
        var recordedUnder = new List<string?>();
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, listener) =>
            {
                if (ReferenceEquals(instrument.Meter, _given.Sli.Meter))
                {
                    listener.EnableMeasurementEvents(instrument);
                }
            },
        };
        listener.SetMeasurementEventCallback<double>((_, _, _, _) => recordedUnder.Add(Activity.Current?.OperationName));
        listener.Start();
        Action<DeliveryReport<string, string>>? report = null;
        _stub.OnProduce = (_, handler) => report = handler;

        using (callerHasOne ? new Activity("caller").Start() : null)
        {
            _producer.Produce("orders", _message);
        }

        using var pollThreads = new Activity("whoever built the producer").Start();
        report!(Reports.Ok(_message));

        Assert.Equal([callerHasOne ? "caller" : null], recordedUnder);
        Assert.Same(pollThreads, Activity.Current);
    }

    [Fact]
    public async Task A_task_that_returns_without_a_report_is_unobserved()
    {
        _stub.OnProduceAsync = (_, _) => Task.FromResult(new DeliveryResult<string, string> { Status = PersistenceStatus.NotPersisted });

        await _producer.ProduceAsync("orders", _message, TestContext.Current.CancellationToken);

        AssertEnded("unobserved", null, "excluded");
    }

    [Fact]
    public void A_call_without_handler_is_unobserved_when_the_user_opted_out_of_the_handlers_cost()
    {
        using var given = new Given(o => o.MeasureProduceWithoutHandler = false, Objective);
        using var producer = _stub.WithSli(given.Sli);
        var passed = new List<object?>();
        _stub.OnProduce = (_, handler) => passed.Add(handler);

        producer.Produce("orders", _message);

        Assert.Null(Assert.Single(passed));
        Assert.Equal("unobserved", Assert.Single(given.Measured.Produces)["kafka.sli.outcome"]);
        Assert.Equal((0, 0, 1), given.Measured.Events("fast"));
    }

    private sealed class LivesOn : InnerClientLife
    {
        public override void End(IDisposable client, Action ended)
        {
        }

        public override ValueTask EndAsync(IDisposable client, Action ended) => ValueTask.CompletedTask;
    }

    private static ProduceException<string, string> Refusal(ErrorCode code) =>
        new(new Error(code), new DeliveryResult<string, string>());

    private void AssertEnded(string? outcome, string? errorType, string verdict)
    {
        var measured = Assert.Single(_given.Measured.Produces);
        Assert.Equal(outcome, measured["kafka.sli.outcome"]);
        Assert.Equal(errorType, measured["error.type"]);
        Assert.Equal((verdict == "good" ? 1 : 0, verdict == "bad" ? 1 : 0, verdict == "excluded" ? 1 : 0), _given.Measured.Events("fast"));
        Assert.Equal(0, Assert.Single(_given.Measured.Observe("kafka.sli.internal.errors")).Value);
    }
}
