using System.Collections.Concurrent;

namespace Kafka.Sli.Telemetry;

/// <summary>The attribute sets of one kind of events, each built once.</summary>
internal sealed class EventTags
{
    private readonly KeyValuePair<string, object?>[] _usual;
    private readonly ConcurrentDictionary<(string? Outcome, string? ErrorType, string? Stamp), KeyValuePair<string, object?>[]> _others = new();
    private volatile Unusual? _lastOther;

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

    /// <summary>These, and one more.</summary>
    public EventTags And(string key, string value) => new([.. _usual.Select(t => (t.Key, (string?)t.Value)), (key, value)]);

    public ReadOnlySpan<KeyValuePair<string, object?>> For(Ending ending) =>
        ReferenceEquals(ending, Ending.Ok) ? _usual : ForUnusual(ending);

    private KeyValuePair<string, object?>[] ForUnusual(Ending ending)
    {
        var last = _lastOther;
        if (!ReferenceEquals(last?.Ending, ending))
        {
            var tags = _others.GetOrAdd(
                (ending.Outcome, ending.ErrorType, ending.Stamp), static (_, of) => Extend(of._usual, of.ending), (_usual, ending));
            _lastOther = last = new Unusual(ending, tags);
        }

        return last!.Tags;
    }

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

    private sealed record Unusual(Ending Ending, KeyValuePair<string, object?>[] Tags);
}
