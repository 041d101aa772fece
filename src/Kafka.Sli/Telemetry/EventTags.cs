using System.Collections.Concurrent;

namespace Kafka.Sli.Telemetry;

/// <summary>The attribute sets of one destination's events, each built once.</summary>
internal sealed class EventTags
{
    private readonly KeyValuePair<string, object?>[] _usual;
    private readonly ConcurrentDictionary<Ending, KeyValuePair<string, object?>[]> _others = new();

    public EventTags(string destination, string? consumerGroup, string? client)
    {
        var usual = new List<KeyValuePair<string, object?>> { new(SliAttributes.Destination, destination) };
        AddIfAny(usual, SliAttributes.ConsumerGroup, consumerGroup);
        AddIfAny(usual, SliAttributes.Client, client);
        _usual = [.. usual];
    }

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
