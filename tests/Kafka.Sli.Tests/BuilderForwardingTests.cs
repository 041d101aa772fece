using System.Linq.Expressions;
using System.Reflection;
using Confluent.Kafka;
using Kafka.Sli.Consuming;
using Kafka.Sli.Producing;

namespace Kafka.Sli.Tests;

/// <summary>A builder of Confluent.Kafka that grows fails these tests until what it has grown is handed on.</summary>
public sealed class BuilderForwardingTests : IDisposable
{
    private const BindingFlags Declared = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;

    private readonly KafkaSli _sli = KafkaSli.Create();

    public static TheoryData<string> ProducerProperties => [.. PropertiesOf(typeof(ProducerBuilder<string, string>)).Select(p => p.Name)];

    public static TheoryData<string> ConsumerProperties => [.. PropertiesOf(typeof(ConsumerBuilder<string, string>)).Select(p => p.Name)];

    public void Dispose() => _sli.Dispose();

    [Theory]
    [MemberData(nameof(ProducerProperties))]
    public void Each_property_of_a_producer_builder_reaches_the_client(string property)
    {
        var builder = new SliProducerBuilder<string, string>([], _sli);

        AssertHandedOn(builder, () => builder.Composed(), typeof(ProducerBuilder<string, string>), property, new StubProducer<string, string>(), typeof(SliProducer<string, string>));
    }

    [Theory]
    [MemberData(nameof(ConsumerProperties))]
    public void Each_property_of_a_consumer_builder_reaches_the_client(string property)
    {
        var builder = new SliConsumerBuilder<string, string>([], _sli);

        AssertHandedOn(builder, () => builder.Composed(), typeof(ConsumerBuilder<string, string>), property, StubConsumer.Create().Consumer, typeof(SliConsumer<string, string>));
    }

    [Fact]
    public void A_func_as_revoked_handler_is_still_known_to_be_one()
    {
        var builder = new SliConsumerBuilder<string, string>([], _sli);
        var field = typeof(ConsumerBuilder<string, string>).GetField("RevokedOrLostHandlerIsFunc", Declared)!;

        Assert.Equal(false, field.GetValue(builder.Composed()));
        builder.SetPartitionsRevokedHandler((_, partitions) => partitions);
        Assert.Equal(true, field.GetValue(builder.Composed()));
        Assert.Single(typeof(ConsumerBuilder<string, string>).GetFields(Declared), f => !f.Name.StartsWith('<'));
    }

    [Fact]
    public void A_builder_builds_twice_and_is_the_same_afterwards()
    {
        var builder = new SliConsumerBuilder<string, string>(new ConsumerConfig { GroupId = "g" }, _sli);
        builder.SetErrorHandler((_, _) => { });

        using var first = builder.Build();
        using var second = builder.Build();

        Assert.NotSame(first, second);
        builder.SetOffsetsCommittedHandler((_, _) => { });
        Assert.Throws<InvalidOperationException>(() => builder.SetErrorHandler((_, _) => { }));
    }

    private static PropertyInfo[] PropertiesOf(Type builder) => builder.GetProperties(Declared);

    /// <summary>Handlers are wrapped, and give the application the decorator and the event; everything else is the same object.</summary>
    private static void AssertHandedOn(object builder, Func<object> compose, Type declaring, string name, object inner, Type decorator)
    {
        var property = declaring.GetProperty(name, Declared)!;
        if (!IsHandler(property.PropertyType))
        {
            var sample = Sample(property.PropertyType);
            property.SetValue(builder, sample);
            Assert.Same(sample, property.GetValue(compose()));
            return;
        }

        var received = new List<object?[]>();
        property.SetValue(builder, Recording(property.PropertyType, received));
        var composed = (Delegate)property.GetValue(compose())!;
        var happened = Sample(property.PropertyType.GetGenericArguments()[1]);
        var result = composed.DynamicInvoke(inner, happened);

        var arguments = Assert.Single(received);
        Assert.IsType(decorator, arguments[0]);
        Assert.Same(happened, arguments[1]);
        Assert.Equal(composed.Method.ReturnType == typeof(void) ? null : Returned, result);
    }

    private static bool IsHandler(Type type) =>
        type.IsGenericType
        && type.IsSubclassOf(typeof(Delegate))
        && typeof(IClient).IsAssignableFrom(type.GetGenericArguments()[0]);

    private static readonly List<TopicPartitionOffset> Returned = [new("returned", 1, 2)];

    private static Delegate Recording(Type handler, List<object?[]> received)
    {
        var invoke = handler.GetMethod("Invoke")!;
        var parameters = invoke.GetParameters().Select(p => Expression.Parameter(p.ParameterType)).ToArray();
        var record = Expression.Call(
            Expression.Constant(received),
            nameof(List<object?[]>.Add),
            null,
            Expression.NewArrayInit(typeof(object), parameters.Select(p => Expression.Convert(p, typeof(object)))));
        Expression body = invoke.ReturnType == typeof(void) ? record : Expression.Block(record, Expression.Constant(Returned, invoke.ReturnType));
        return Expression.Lambda(handler, body, parameters).Compile();
    }

    private static object Sample(Type type) => type switch
    {
        _ when type == typeof(string) => new string('s', 7),
        _ when type == typeof(IEnumerable<KeyValuePair<string, string>>) => new ProducerConfig(),
        _ when type == typeof(Error) => new Error(ErrorCode.Local_Fail),
        _ when type == typeof(LogMessage) => new LogMessage("name", SyslogLevel.Info, "facility", "message"),
        _ when type == typeof(CommittedOffsets) => new CommittedOffsets([], new Error(ErrorCode.NoError)),
        _ when type == typeof(PartitionerDelegate) => (PartitionerDelegate)((_, _, _, _) => 0),
        _ when type.IsInterface => typeof(DispatchProxy).GetMethod("Create", 2, [])!.MakeGenericMethod(type, typeof(ForwardingTests.Recorder)).Invoke(null, null)!,
        _ => Activator.CreateInstance(type)!,
    };
}
