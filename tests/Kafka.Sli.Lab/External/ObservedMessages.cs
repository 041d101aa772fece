using System.Globalization;

namespace Kafka.Sli.Lab.External;

/// <summary>Messages as an observer inside the client saw them, by nanoseconds of the monotonic clock.</summary>
internal sealed class ObservedMessages
{
    private readonly Dictionary<string, long> _acknowledged;

    /// <param name="lines">Of the observer: kind, partition, offset, sequence, nanoseconds. The last may be being written.</param>
    public ObservedMessages(IReadOnlyList<string> lines)
    {
        var seen = lines.Select(line => line.Split(',')).Where(s => s is [.., { Length: > 0 }] and { Length: 5 }).ToLookup(s => s[0]);
        _acknowledged = seen["acknowledged"].ToDictionary(s => $"{s[1]},{s[2]}", s => Number(s[4]));

        // Read again after a rebalance, it was delivered the first time.
        var consumed = seen["consumed"].GroupBy(s => s[3]).ToDictionary(again => again.Key, again => again.MinBy(s => Number(s[4]))!);
        All = [.. seen["sent"].GroupBy(s => s[1]).SelectMany(partition => partition.Select((s, i) => Message(s, i + 1, consumed.GetValueOrDefault(s[3]))))];
    }

    /// <summary>Each call that was made, with what became of it.</summary>
    public IReadOnlyList<ObservedMessage> All { get; }

    /// <summary>Only of what was read it is known which acknowledgement was its own: by the offset.</summary>
    private ObservedMessage Message(string[] sent, long number, string[]? consumed) => new(
        (int)Number(sent[1]),
        number,
        Number(sent[4]),
        consumed is not null && _acknowledged.TryGetValue($"{consumed[1]},{consumed[2]}", out var at) ? at : null,
        consumed is null ? null : Number(consumed[4]));

    private static long Number(string text) => long.Parse(text, CultureInfo.InvariantCulture);
}
