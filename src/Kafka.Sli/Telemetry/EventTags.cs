using System.Collections.Concurrent;

namespace Kafka.Sli.Telemetry;

/// <summary>The attribute sets of one kind of events, each built once.</summary>
internal sealed class EventTags
{
    private readonly KeyValuePair<string, object?>[] _usual;
    private readonly ConcurrentDictionary<Ending, KeyValuePair<string, object?>[]> _others = new();

    private EventTags(params ReadOnlySpan<(string Key, string? Value)> usual)
    {
        var tags = new List<KeyValuePair<string, object?>>();
        foreach (var (key, value) in usual)
        {
            AddIfAny(tags, key, value);
        }

        _usual = [.. tags];
    }

    /// <summary>Those of messages.</summary>
    public static EventTags Of(string destination, string? consumerGroup, string? client) =>
        new((SliAttributes.Destination, destination), (SliAttributes.ConsumerGroup, consumerGroup), (SliAttributes.Client, client));

    /// <summary>Those of what a client does as a whole, and so of no topic.</summary>
    public static EventTags OfClient(string? client, string? consumerGroup = null, string? operation = null) =>
        new((SliAttributes.ConsumerGroup, consumerGroup), (SliAttributes.Client, client), (SliAttributes.Operation, operation));

    public ReadOnlySpan<KeyValuePair<string, object?>> For(in Ending ending) =>
        ending == Ending.Ok ? _usual : _others.GetOrAdd(ending, static (e, usual) => Extend(usual, e), _usual);

    private static KeyValuePair<string, object?>[] Extend(KeyValuePair<string, object?>[] usual, Ending ending)
    {
        var tags = new List<KeyValuePair<string, object?>>(usual);
        AddIfAny(tags, SliAttributes.Outcome, ending.Outcome);
        AddIfAny(tags, SliAttributes.ErrorType, ending.ErrorType);
        AddIfAny(tags, SliAttributes.Stamp, ending.Stamp);
        return [.. tags];
    }

    private static void AddIfAny(List<KeyValuePair<string, object?>> tags, string key, string? value)
    {
        if (value is not null)
        {
            tags.Add(new(key, value));
        }
    }
}
