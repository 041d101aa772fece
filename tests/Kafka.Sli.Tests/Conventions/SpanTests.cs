using System.Diagnostics;
using System.Text;
using Confluent.Kafka;
using OpenTelemetry;
using OpenTelemetry.Trace;

namespace Kafka.Sli.Tests.Conventions;

/// <summary>Spans and context, as the SDK of an application sees them. Its listeners hear the whole process, so nothing runs beside.</summary>
[Collection(nameof(TracedProcess))]
public sealed class SpanTests : IDisposable
{
    private readonly ActivitySource _application = new("application");
    private readonly List<Activity> _spans = [];
    private readonly Given _given = new(o => o.ProcessSpans = true);
    private readonly StubProducer<string, string> _stub = new();
    private TracerProvider _tracing;

    public SpanTests() => _tracing = Tracing(new AlwaysOnSampler());

    public void Dispose()
    {
        _tracing.Dispose();
        _application.Dispose();
        _given.Dispose();
    }

    [Fact]
    public void A_send_is_a_span_of_the_callers_trace_that_ends_at_the_delivery_report()
    {
        Action<DeliveryReport<string, string>>? report = null;
        _stub.OnProduce = (_, handler) => report = handler;
        using var producer = _stub.WithSli(_given.Sli);

        using (var caller = _application.StartActivity("request")!)
        {
            producer.Produce("orders", new Message<string, string> { Value = "v" });
        }

        Assert.DoesNotContain(_spans, s => s.DisplayName == "send orders");
        var delivered = Reports.Ok(new Message<string, string>());
        delivered.TopicPartitionOffsetError = new TopicPartitionOffsetError("orders", 3, 42, new Error(ErrorCode.NoError));
        OnAnotherThread(() => report!(delivered));

        var send = Span("send orders");
        Assert.Equal(ActivityKind.Producer, send.Kind);
        Assert.Equal(Span("request").SpanId, send.ParentSpanId);
        Assert.Equal("kafka", send.GetTagItem("messaging.system"));
        Assert.Equal("send", send.GetTagItem("messaging.operation.name"));
        Assert.Equal("orders", send.GetTagItem("messaging.destination.name"));
        Assert.Equal("3", send.GetTagItem("messaging.destination.partition.id"));
        Assert.Equal(42L, send.GetTagItem("messaging.kafka.offset"));
        Assert.Equal(ActivityStatusCode.Unset, send.Status);
    }

    [Fact]
    public async Task A_send_that_fails_says_so()
    {
        _stub.OnProduceAsync = (message, _) => Task.FromException<DeliveryResult<string, string>>(
            new ProduceException<string, string>(new Error(ErrorCode.Local_MsgTimedOut), new DeliveryResult<string, string> { Message = message }));
        using var producer = _stub.WithSli(_given.Sli);

        await Assert.ThrowsAsync<ProduceException<string, string>>(() => producer.ProduceAsync("orders", new Message<string, string>()));

        Assert.Equal("Local_MsgTimedOut", Span("send orders").GetTagItem("error.type"));
        Assert.Equal(ActivityStatusCode.Error, Span("send orders").Status);
        Assert.Equal(true, Span("send orders").GetTagItem("messaging.kafka.message.tombstone"));
    }

    [Fact]
    public void What_is_in_flight_at_disposal_ends_its_span()
    {
        var producer = _stub.WithSli(_given.Sli);
        producer.Produce("orders", new Message<string, string>());

        producer.Dispose();

        Assert.Equal("abandoned", Span("send orders").GetTagItem("error.type"));
    }

    [Fact]
    public void The_context_of_the_span_travels_in_the_headers_in_the_place_of_an_older_one()
    {
        using var producer = _stub.WithSli(_given.Sli);
        var message = new Message<string, string> { Headers = new Headers { { "traceparent", [1] }, { "own", [2] }, { "traceparent", [3] } } };
        _stub.OnProduce = (_, handler) => handler!(Reports.Ok(message));

        producer.Produce("orders", message);

        Assert.Equal(Traceparent(Span("send orders").Context), HeaderOf(_stub.Last!, "traceparent"));
        Assert.Equal(["own", "kafka-sli-sent", "traceparent"], _stub.Last!.Headers.Select(h => h.Key));
        Assert.Equal(["traceparent", "own", "traceparent"], message.Headers.Select(h => h.Key));
    }

    [Fact]
    public void The_callers_context_travels_also_when_it_is_not_sampled()
    {
        _tracing.Dispose();
        _tracing = Tracing(new ParentBasedSampler(new AlwaysOffSampler()));
        using var producer = _stub.WithSli(_given.Sli);

        using var caller = _application.StartActivity("request")!;
        producer.Produce("orders", new Message<string, string>());

        Assert.False(caller.Recorded);
        Assert.Equal(Traceparent(caller.Context), HeaderOf(_stub.Last!, "traceparent"));
        Assert.EndsWith("-00", HeaderOf(_stub.Last!, "traceparent"), StringComparison.Ordinal);
    }

    [Fact]
    public void Without_traces_no_context_is_added()
    {
        _tracing.Dispose();
        using var given = new Given();
        using var producer = _stub.WithSli(given.Sli);

        using var caller = new Activity("request").Start();
        producer.Produce("orders", new Message<string, string>());

        Assert.Equal(["kafka-sli-sent"], _stub.Last!.Headers.Select(h => h.Key));
    }

    [Fact]
    public void The_callers_current_activity_is_never_changed_and_be_it_one_that_has_stopped()
    {
        Action<DeliveryReport<string, string>>? report = null;
        var seen = new List<Activity?>();
        _stub.OnProduce = (_, handler) =>
        {
            seen.Add(Activity.Current);
            report = handler;
        };
        var (inner, stub) = StubConsumer.Create();
        stub.Returns(new ConsumeResult<string, string> { Topic = "orders", Message = new Message<string, string>() });
        stub.Returns(null);
        using var producer = _stub.WithSli(_given.Sli);
        using var consumer = inner.WithSli(_given.Sli);
        var caller = _application.StartActivity("request")!;
        OnAnotherThread(caller.Stop);

        producer.Produce("orders", new Message<string, string>(), _ => seen.Add(Activity.Current));
        seen.Add(Activity.Current);
        report!(Reports.Ok(new Message<string, string>()));
        seen.Add(Activity.Current);
        consumer.Consume(0);
        seen.Add(Activity.Current);
        consumer.Consume(0);
        consumer.Commit();
        seen.Add(Activity.Current);

        Assert.True(caller.IsStopped);
        Assert.All(seen, activity => Assert.Same(caller, activity));
        Assert.Equal(["request", "send orders", "poll orders", "process orders", "commit"], _spans.Select(s => s.DisplayName));
    }

    [Fact]
    public void A_poll_and_the_processing_are_linked_to_the_send()
    {
        var context = new ActivityContext(ActivityTraceId.CreateRandom(), ActivitySpanId.CreateRandom(), ActivityTraceFlags.Recorded, isRemote: true);
        var headers = new Headers { { "traceparent", Encoding.UTF8.GetBytes(Traceparent(context)) } };
        var (inner, stub) = StubConsumer.Create();
        stub.Returns(new ConsumeResult<string, string> { TopicPartitionOffset = new("orders", 3, 42), Message = new Message<string, string> { Headers = headers } });
        using var consumer = inner.WithSli(_given.Sli, new SliClientOptions { ConsumerGroup = "billing" });

        consumer.Consume(0);
        Assert.DoesNotContain(_spans, s => s.DisplayName == "process orders");
        consumer.Close();

        var (poll, process) = (Span("poll orders"), Span("process orders"));
        Assert.Equal(ActivityKind.Client, poll.Kind);
        Assert.Equal(ActivityKind.Consumer, process.Kind);
        Assert.All([poll, process], s => Assert.Equal(context.SpanId, Assert.Single(s.Links).Context.SpanId));
        Assert.All([poll, process], s => Assert.NotEqual(context.TraceId, s.TraceId));
        Assert.Equal("3", poll.GetTagItem("messaging.destination.partition.id"));
        Assert.Equal("billing", poll.GetTagItem("messaging.consumer.group.name"));
    }

    [Fact]
    public void Processing_is_an_option_of_its_own()
    {
        using var given = new Given(o => o.Traces = true);
        var (inner, stub) = StubConsumer.Create();
        stub.Returns(new ConsumeResult<string, string> { Topic = "orders", Message = new Message<string, string>() });
        using var consumer = inner.WithSli(given.Sli);

        consumer.Consume(0);
        consumer.Close();

        Assert.Equal(["poll orders"], _spans.Select(s => s.DisplayName));
    }

    [Fact]
    public void A_commit_that_fails_is_a_span_with_an_error()
    {
        var (inner, stub) = StubConsumer.Create();
        stub.OnCommit = () => throw new KafkaException(ErrorCode.IllegalGeneration);
        using var consumer = inner.WithSli(_given.Sli);

        Assert.Throws<KafkaException>(() => consumer.Commit());

        Assert.Equal(ActivityKind.Client, Span("commit").Kind);
        Assert.Equal("IllegalGeneration", Span("commit").GetTagItem("error.type"));
    }

    [Fact]
    public void An_empty_poll_and_an_end_of_partition_are_no_spans()
    {
        var (inner, stub) = StubConsumer.Create();
        stub.Returns(null);
        stub.Returns(new ConsumeResult<string, string> { Topic = "orders", IsPartitionEOF = true });
        using var consumer = inner.WithSli(_given.Sli);

        consumer.Consume(0);
        consumer.Consume(0);
        consumer.Close();

        Assert.Empty(_spans);
    }

    /// <summary>As the client's poll thread, with no activity of its own.</summary>
    private static void OnAnotherThread(Action action)
    {
        var thread = new Thread(() => action());
        thread.UnsafeStart();
        thread.Join();
    }

    private static string Traceparent(ActivityContext context) =>
        $"00-{context.TraceId}-{context.SpanId}-{(context.TraceFlags.HasFlag(ActivityTraceFlags.Recorded) ? "01" : "00")}";

    private static string HeaderOf(Message<string, string> message, string key) =>
        Encoding.UTF8.GetString(Assert.Single(message.Headers, h => h.Key == key).GetValueBytes());

    private Activity Span(string name) => Assert.Single(_spans, s => s.DisplayName == name);

    private TracerProvider Tracing(Sampler sampler) => Sdk.CreateTracerProviderBuilder()
        .AddSource(_application.Name)
        .AddSource(KafkaSli.ActivitySourceName)
        .SetSampler(sampler)
        .AddInMemoryExporter(_spans)
        .Build();
}
