using System.Reflection;
using Confluent.Kafka;
using Kafka.Sli.Tests.OnCluster;

namespace Kafka.Sli.Tests;

/// <summary>Each test is named after what a builder in place of Confluent.Kafka's gets wrong easily.</summary>
public sealed class BuilderSurfaceTests : IDisposable
{
    private readonly MeasuredCluster _given = new();

    public static TheoryData<MethodInfo> ProducerHandlers => [.. HandlersOf(typeof(ProducerBuilder<string, string>))];

    public static TheoryData<MethodInfo> ConsumerHandlers => [.. HandlersOf(typeof(ConsumerBuilder<string, string>))];

    public void Dispose() => _given.Dispose();

    [Theory]
    [MemberData(nameof(ProducerHandlers), DisableDiscoveryEnumeration = true)]
    public void Each_Set_handler_of_a_producer_builder_throws_when_called_twice(MethodInfo set) =>
        AssertThrowsTwice(set, new ProducerBuilder<string, string>([]), new SliProducerBuilder<string, string>([], _given.Sli));

    [Theory]
    [MemberData(nameof(ConsumerHandlers), DisableDiscoveryEnumeration = true)]
    public void Each_Set_handler_of_a_consumer_builder_throws_when_called_twice(MethodInfo set) =>
        AssertThrowsTwice(set, new ConsumerBuilder<string, string>([]), new SliConsumerBuilder<string, string>([], _given.Sli));

    [Fact]
    public void Handlers_that_are_not_set_are_not_set_in_the_client_either()
    {
        var producer = new SliProducerBuilder<string, string>([], _given.Sli);
        var consumer = new SliConsumerBuilder<string, string>([], _given.Sli);

        // What ours alone needs. Above all no statistics, which cost memory, and no log or error handler, without which librdkafka writes to the console.
        Assert.Empty(SetHandlers(producer.Composed(), typeof(ProducerBuilder<string, string>)));
        Assert.Equal(
            ["OffsetsCommittedHandler", "PartitionsAssignedHandler", "PartitionsRevokedHandler"],
            SetHandlers(consumer.Composed(), typeof(ConsumerBuilder<string, string>)));
    }

    [Fact]
    public void A_handler_that_is_called_while_the_client_is_being_built_is_given_the_decorator_that_is_built()
    {
        var logged = new List<IProducer<string, string>>();
        using var producer = _given.Producer(Way.Built, c => c.Debug = "generic", b => b.SetLogHandler((p, _) => Add(logged, p)));
        var read = new List<IConsumer<string, string>>();
        using var consumer = _given.Consumer(Way.Built, c => c.Debug = "generic", b => b.SetLogHandler((c, _) => Add(read, c)));

        Assert.Same(producer, Assert.Single(Distinct(logged)));
        Assert.Same(consumer, Assert.Single(Distinct(read)));
    }

    [Fact]
    public async Task Statistics_of_a_producer_are_off_unless_asked_for_and_come_with_the_decorator()
    {
        var quiet = 0;
        var asked = new TaskCompletionSource<(IProducer<string, string> Producer, string Json)>(TaskCreationOptions.RunContinuationsAsynchronously);
        using var first = _given.Producer(Way.Built, handle: b => b.SetStatisticsHandler((_, _) => Interlocked.Increment(ref quiet)));
        using var second = _given.Producer(Way.Built, c => c.StatisticsIntervalMs = 200, b => b.SetStatisticsHandler((p, json) => asked.TrySetResult((p, json))));

        var (producer, json) = await asked.Task.WaitAsync(MeasuredCluster.Patience, TestContext.Current.CancellationToken);

        Assert.Same(second, producer);
        Assert.StartsWith("{", json, StringComparison.Ordinal);
        Assert.Equal(0, quiet);
    }

    private static void AssertThrowsTwice(MethodInfo set, object without, object builder)
    {
        var arguments = set.GetParameters().Select(p => (object)HandlerOf(p.ParameterType)).ToArray();

        set.Invoke(without, arguments);
        set.Invoke(builder, arguments);
        var expected = Assert.Throws<TargetInvocationException>(() => set.Invoke(without, arguments)).InnerException!;
        var actual = Assert.Throws<TargetInvocationException>(() => set.Invoke(builder, arguments)).InnerException!;

        Assert.IsType<InvalidOperationException>(actual);
        Assert.Equal(expected.Message, actual.Message);
    }

    private static IEnumerable<MethodInfo> HandlersOf(Type builder) =>
        builder.GetMethods().Where(m => m.Name.StartsWith("Set", StringComparison.Ordinal) && m.Name.EndsWith("Handler", StringComparison.Ordinal));

    private static IEnumerable<string> SetHandlers(object builder, Type declaring) => declaring
        .GetProperties(BindingFlags.Instance | BindingFlags.NonPublic | BindingFlags.Public)
        .Where(p => p.Name.EndsWith("Handler", StringComparison.Ordinal) && p.GetValue(builder) is not null)
        .Select(p => p.Name)
        .Order(StringComparer.Ordinal);

    /// <summary>A handler that is never called.</summary>
    private static Delegate HandlerOf(Type type)
    {
        var invoke = type.GetMethod("Invoke")!;
        var parameters = invoke.GetParameters().Select(p => System.Linq.Expressions.Expression.Parameter(p.ParameterType)).ToArray();
        return System.Linq.Expressions.Expression.Lambda(type, System.Linq.Expressions.Expression.Default(invoke.ReturnType), parameters).Compile();
    }

    private static void Add<T>(List<T> to, T item)
    {
        lock (to)
        {
            to.Add(item);
        }
    }

    private static List<T> Distinct<T>(List<T> of)
    {
        lock (of)
        {
            return [.. of.Distinct()];
        }
    }
}
