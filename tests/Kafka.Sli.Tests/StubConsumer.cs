using System.Reflection;
using Confluent.Kafka;

namespace Kafka.Sli.Tests;

/// <summary>A consumer whose next results the test decides.</summary>
public class StubConsumer : DispatchProxy
{
    private readonly Queue<Func<ConsumeResult<string, string>?>> _next = new();

    internal static (IConsumer<string, string> Consumer, StubConsumer Stub) Create()
    {
        var consumer = Create<IConsumer<string, string>, StubConsumer>();
        return (consumer, (StubConsumer)(object)consumer);
    }

    internal void Returns(ConsumeResult<string, string>? result) => _next.Enqueue(() => result);

    internal void Throws(Exception exception) => _next.Enqueue(() => throw exception);

    internal Func<List<TopicPartitionOffset>> OnCommit { get; set; } = () => [new("orders", 0, 1)];

    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args) => targetMethod!.Name switch
    {
        "Consume" => _next.Dequeue()(),
        "Commit" => OnCommit(),
        _ => null,
    };
}
