using System.Collections.Concurrent;

namespace Kafka.Sli.Telemetry;

/// <summary>The attribute sets by which one destination's operations are known in the messaging conventions, each built once.</summary>
internal sealed class MessagingTags
{
    private readonly ConcurrentDictionary<(MessagingOperation Operation, string? ErrorType), KeyValuePair<string, object?>[]> _sets = new();
    private readonly ConcurrentDictionary<MessagingOperation, string> _spanNames = new();
    private readonly string? _consumerGroup;

    /// <param name="destination">The topic; <see langword="null"/> where an operation is about none, or about several.</param>
    /// <param name="consumerGroup">The consumer's group, where it is known.</param>
    public MessagingTags(string? destination, string? consumerGroup)
    {
        Destination = destination;
        _consumerGroup = consumerGroup;
    }

    public string? Destination { get; }

    public KeyValuePair<string, object?>[] For(MessagingOperation operation, string? errorType) =>
        _sets.GetOrAdd((Operation: operation, ErrorType: errorType), static (of, tags) => tags.Make(of.Operation, of.ErrorType), this);

    public string SpanNameOf(MessagingOperation operation) =>
        _spanNames.GetOrAdd(operation, static (of, destination) => destination is null ? of.Name : $"{of.Name} {destination}", Destination);

    private KeyValuePair<string, object?>[] Make(MessagingOperation operation, string? errorType)
    {
        KeyValuePair<string, object?>[] all =
        [
            new("messaging.system", "kafka"),
            new(SliAttributes.Operation, operation.Name),
            new("messaging.operation.type", operation.Type),
            new(SliAttributes.Destination, Destination),
            new(SliAttributes.ConsumerGroup, _consumerGroup),
            new(SliAttributes.ErrorType, errorType),
        ];
        return [.. all.Where(t => t.Value is not null)];
    }
}
