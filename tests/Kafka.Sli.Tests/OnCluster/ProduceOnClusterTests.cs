using System.Diagnostics;
using Confluent.Kafka;
using Kafka.Sli.Probe.Embedded;

namespace Kafka.Sli.Tests.OnCluster;

/// <summary>What a real client of Confluent.Kafka goes through on brokers that speak the protocol.</summary>
public sealed class ProduceOnClusterTests : IDisposable
{
    private const string Topic = "orders";

    private readonly EmbeddedCluster _cluster = EmbeddedCluster.Start(brokers: 1);
    private readonly KafkaSli _sli = KafkaSli.Create();
    private readonly Measurements _measured;

    public ProduceOnClusterTests()
    {
        _measured = new Measurements(_sli);
        _cluster.CreateTopic(Topic, partitions: 1);
    }

    public enum Way
    {
        Handler,
        WithoutHandler,
        Task,
    }

    public void Dispose()
    {
        _measured.Dispose();
        _sli.Dispose();
        _cluster.Dispose();
    }

    [Theory]
    [InlineData(Way.Handler)]
    [InlineData(Way.WithoutHandler)]
    [InlineData(Way.Task)]
    public async Task A_round_trip_of_200_ms_is_seen_by_whoever_sends(Way way)
    {
        using var producer = Build();
        _cluster.SetRoundTripTime(TimeSpan.FromMilliseconds(200));

        var observed = await SendAsync(producer, way);

        var measured = Assert.Single(_measured.Produces);
        Assert.InRange(measured.Value, 0.2, observed.TotalSeconds);
        Assert.Null(measured["kafka.sli.outcome"]);
    }

    [Theory]
    [InlineData(Way.Handler)]
    [InlineData(Way.Task)]
    public async Task A_leader_that_is_down_for_3_s_is_waited_for_and_the_wait_is_measured(Way way)
    {
        using var producer = Build();
        await SendAsync(producer, way);
        _cluster.AllBrokersDown();

        var down = Stopwatch.StartNew();
        var sent = SendAsync(producer, way);
        await Task.Delay(TimeSpan.FromSeconds(3) - down.Elapsed + TimeSpan.FromMilliseconds(5), TestContext.Current.CancellationToken);
        Assert.False(sent.IsCompleted);
        _cluster.AllBrokersUp();
        var observed = await sent;

        var measured = _measured.Produces[1];
        Assert.InRange(measured.Value, 3, observed.TotalSeconds);
        Assert.Null(measured["kafka.sli.outcome"]);
    }

    [Fact]
    public async Task On_a_dead_cluster_it_is_recorded_as_failed_with_the_error_and_the_true_time()
    {
        using var producer = Build(("message.timeout.ms", "1500"));
        _cluster.AllBrokersDown();

        var failure = await Assert.ThrowsAsync<ProduceException<string, string>>(() => producer.ProduceAsync(Topic, Message()));

        Assert.Equal(ErrorCode.Local_MsgTimedOut, failure.Error.Code);
        var measured = Assert.Single(_measured.Produces);
        Assert.Equal("failed", measured["kafka.sli.outcome"]);
        Assert.Equal("Local_MsgTimedOut", measured["error.type"]);
        Assert.InRange(measured.Value, 1.5, 10);
    }

    [Theory]
    [InlineData(Way.Handler)]
    [InlineData(Way.Task)]
    public async Task What_the_broker_may_have_written_before_it_gave_up_is_unknown(Way way)
    {
        using var producer = Build(("message.send.max.retries", "0"));
        _cluster.PushRequestErrors(KafkaApi.Produce, ErrorCode.RequestTimedOut);

        if (way == Way.Task)
        {
            await Assert.ThrowsAsync<ProduceException<string, string>>(() => producer.ProduceAsync(Topic, Message()));
        }
        else
        {
            await SendAsync(producer, way);
        }

        var measured = Assert.Single(_measured.Produces);
        Assert.Equal("unknown", measured["kafka.sli.outcome"]);
        Assert.Null(measured["error.type"]);
    }

    [Fact]
    public async Task A_refusal_by_the_broker_is_recorded_at_once()
    {
        using var producer = Build();
        _cluster.PushRequestErrors(KafkaApi.Produce, ErrorCode.MsgSizeTooLarge);

        await Assert.ThrowsAsync<ProduceException<string, string>>(() => producer.ProduceAsync(Topic, Message()));

        Assert.Equal("MsgSizeTooLarge", Assert.Single(_measured.Produces)["error.type"]);
    }

    [Fact]
    public async Task A_success_without_acknowledgement_is_ok()
    {
        using var producer = Build(("acks", "0"), ("enable.idempotence", "false"));

        await SendAsync(producer, Way.Handler);

        Assert.Null(Assert.Single(_measured.Produces)["kafka.sli.outcome"]);
    }

    [Fact]
    public async Task A_full_queue_is_waited_out_on_one_clock()
    {
        using var producer = Build(("queue.buffering.max.messages", "1"));
        _cluster.AllBrokersDown();
        var first = SendAsync(producer, Way.Handler);
        var message = Message();
        var delivered = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

        var turnedAway = Stopwatch.StartNew();
        Assert.Equal(ErrorCode.Local_QueueFull, Assert.Throws<ProduceException<string, string>>(() => producer.Produce(Topic, message)).Error.Code);
        _cluster.AllBrokersUp();
        await first;
        while (!TryProduce())
        {
            await Task.Delay(5, TestContext.Current.CancellationToken);
        }

        await delivered.Task;

        Assert.Equal(2, _measured.Produces.Count);
        Assert.InRange(_measured.Produces[1].Value, _measured.Produces[0].Value * 0.5, turnedAway.Elapsed.TotalSeconds + 0.1);
        Assert.All(_measured.Produces, m => Assert.Null(m["kafka.sli.outcome"]));

        bool TryProduce()
        {
            try
            {
                producer.Produce(Topic, message, _ => delivered.SetResult());
                return true;
            }
            catch (ProduceException<string, string> e) when (e.Error.Code == ErrorCode.Local_QueueFull)
            {
                return false;
            }
        }
    }

    [Fact]
    public void A_dependent_producers_messages_outlive_its_disposal()
    {
        using var main = new ProducerBuilder<string, string>(new ProducerConfig { BootstrapServers = _cluster.BootstrapServers, LingerMs = 100 }).Build();
        using (var dependent = new DependentProducerBuilder<string, string>(main.Handle).Build().WithSli(_sli))
        {
            dependent.Produce(Topic, Message());
        }

        Assert.Empty(_measured.Produces);
        main.Flush(TimeSpan.FromSeconds(30));

        Assert.Null(Assert.Single(_measured.Produces)["kafka.sli.outcome"]);
    }

    [Fact]
    public void What_is_in_flight_at_disposal_is_abandoned()
    {
        var producer = Build();
        _cluster.AllBrokersDown();
        producer.Produce(Topic, Message());

        producer.Dispose();

        Assert.Equal("abandoned", Assert.Single(_measured.Produces)["kafka.sli.outcome"]);
    }

    private static Message<string, string> Message() => new() { Key = "k", Value = "v" };

    private IProducer<string, string> Build(params (string Key, string Value)[] settings)
    {
        var config = new ProducerConfig
        {
            BootstrapServers = _cluster.BootstrapServers,
            LingerMs = 0,
            ReconnectBackoffMs = 50,
            ReconnectBackoffMaxMs = 200,
        };
        foreach (var (key, value) in settings)
        {
            config.Set(key, value);
        }

        return new ProducerBuilder<string, string>(config).SetLogHandler((_, _) => { }).SetErrorHandler((_, _) => { }).Build().WithSli(_sli);
    }

    /// <summary>Sends, and takes the time as an application would that knows nothing of Kafka.Sli.</summary>
    private static async Task<TimeSpan> SendAsync(IProducer<string, string> producer, Way way)
    {
        var watch = Stopwatch.StartNew();
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        switch (way)
        {
            case Way.Handler:
                producer.Produce(Topic, Message(), _ => done.SetResult());
                await done.Task;
                break;
            case Way.WithoutHandler:
                producer.Produce(Topic, Message());
                await Task.Run(() => producer.Flush(TimeSpan.FromSeconds(30)));
                break;
            default:
                await producer.ProduceAsync(Topic, Message());
                break;
        }

        return watch.Elapsed;
    }
}
