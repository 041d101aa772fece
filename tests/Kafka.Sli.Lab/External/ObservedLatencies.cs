using System.Globalization;

namespace Kafka.Sli.Lab.External;

/// <summary>Latencies as an observer inside the client saw them, in seconds.</summary>
internal sealed class ObservedLatencies
{
    private const double NanosecondsPerSecond = 1e9;

    /// <param name="lines">Of the observer: kind, partition, offset, sequence, nanoseconds. The last may be being written.</param>
    public ObservedLatencies(IReadOnlyList<string> lines)
    {
        var seen = lines.Select(line => line.Split(',')).Where(s => s is [.., { Length: > 0 }] and { Length: 5 }).ToLookup(s => s[0]);
        var sent = seen["sent"].ToDictionary(s => s[3], TimeOf);
        var acknowledged = seen["acknowledged"].ToDictionary(s => (s[1], s[2]), TimeOf);
        // Read again after a rebalance, it was delivered the first time.
        var consumed = seen["consumed"].Where(s => sent.ContainsKey(s[3])).GroupBy(s => (s[1], s[2])).Select(again => again.MinBy(TimeOf)!).ToArray();
        Sent = sent.Count;
        Delivery = [.. consumed.Select(s => (TimeOf(s) - sent[s[3]]) / NanosecondsPerSecond)];
        Produce = [.. consumed.Where(s => acknowledged.ContainsKey((s[1], s[2]))).Select(s => (acknowledged[(s[1], s[2])] - sent[s[3]]) / NanosecondsPerSecond)];
    }

    /// <summary>How many calls were made.</summary>
    public int Sent { get; }

    /// <summary>From the call to before the acknowledgement is told, of what was read too: only then its offset and its call are known to belong together.</summary>
    public IReadOnlyList<double> Produce { get; }

    /// <summary>From the call until a poll returned it.</summary>
    public IReadOnlyList<double> Delivery { get; }

    private static long TimeOf(string[] line) => long.Parse(line[4], CultureInfo.InvariantCulture);
}
