using System.Reflection;
using System.Runtime.CompilerServices;
using Confluent.Kafka;

namespace Kafka.Sli.Tests;

public sealed class ForwardingTests
{
    public static TheoryData<MethodInfo> ProducerMembers => [.. MembersOf(typeof(IProducer<string, string>))];

    public static TheoryData<MethodInfo> ConsumerMembers => [.. MembersOf(typeof(IConsumer<string, string>))];

    [Theory]
    [MemberData(nameof(ProducerMembers), DisableDiscoveryEnumeration = true)]
    public void Each_member_of_a_producer_reaches_its_twin(MethodInfo member)
    {
        using var given = new Given(o => o.SentStamp = false);
        var inner = DispatchProxy.Create<IProducer<string, string>, Recorder>();

        AssertForwarded(member, inner.WithSli(given.Sli), (Recorder)(object)inner);
    }

    [Theory]
    [MemberData(nameof(ConsumerMembers), DisableDiscoveryEnumeration = true)]
    public void Each_member_of_a_consumer_reaches_its_twin(MethodInfo member)
    {
        using var given = new Given();
        var inner = DispatchProxy.Create<IConsumer<string, string>, Recorder>();

        AssertForwarded(member, inner.WithSli(given.Sli), (Recorder)(object)inner);
    }

    private static void AssertForwarded(MethodInfo member, object decorator, Recorder inner)
    {
        var arguments = member.GetParameters().Select(p => Sample(p.ParameterType)).ToArray();

        var result = member.Invoke(decorator, arguments);

        // A wrapped consumer looks at what is assigned; that is no call of the application's.
        var (_, passed, returned) = Assert.Single(inner.Calls, c => c.Method == member);
        Assert.DoesNotContain(inner.Calls, c => c.Method != member && c.Method.Name is not ("get_Assignment" or "get_Subscription"));

        // The delivery handler alone is ours.
        var compared = member.GetParameters().Where(p => !p.ParameterType.IsSubclassOf(typeof(Delegate))).Select(p => p.Position).ToArray();
        Assert.All(compared, i => AssertSame(arguments[i], passed[i]));
        if (result is not Task)
        {
            AssertSame(returned, result);
        }
    }

    private static void AssertSame(object? expected, object? actual)
    {
        if (expected is null || expected.GetType().IsValueType)
        {
            Assert.Equal(expected, actual);
        }
        else
        {
            Assert.Same(expected, actual);
        }
    }

    private static IEnumerable<MethodInfo> MembersOf(Type client) => client
        .GetInterfaces()
        .Append(client)
        .SelectMany(i => i.GetMethods());

    /// <summary>An object of its own for each argument and result: what is dropped or swapped on the way differs.</summary>
    private static object? Sample(Type type) => type switch
    {
        _ when type == typeof(string) => "sample",
        _ when type == typeof(int) => 7,
        _ when type == typeof(TimeSpan) => TimeSpan.FromSeconds(7),
        _ when type == typeof(CancellationToken) => new CancellationTokenSource().Token,
        _ when type == typeof(TopicPartition) => new TopicPartition("sample", 7),
        _ when type == typeof(TopicPartitionOffset) => new TopicPartitionOffset("sample", 7, 70),
        _ when type == typeof(Message<string, string>) => new Message<string, string>(),
        _ when type == typeof(Task<DeliveryResult<string, string>>) => Task.FromResult(new DeliveryResult<string, string>()),
        _ when type == typeof(Offset) => new Offset(70),
        _ when type.IsInterface && type.IsGenericType => Array.CreateInstance(type.GetGenericArguments()[0], 1),
        _ when type.IsInterface => typeof(DispatchProxy).GetMethod("Create", 2, [])!.MakeGenericMethod(type, typeof(Recorder)).Invoke(null, null),
        _ when type == typeof(void) || type.IsSubclassOf(typeof(Delegate)) => null,
        _ => RuntimeHelpers.GetUninitializedObject(type),
    };

    public class Recorder : DispatchProxy
    {
        internal List<(MethodInfo Method, object?[] Arguments, object? Result)> Calls { get; } = [];

        protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
        {
            var result = Sample(targetMethod!.ReturnType);
            Calls.Add((targetMethod, args ?? [], result));
            return result;
        }
    }
}
