using Kafka.Sli.Objectives;

namespace Kafka.Sli.Tests.Objectives;

/// <summary>Stalls that the test knows of, none over another.</summary>
internal sealed class KnownStalls : IStallRecord
{
    private readonly List<(long Start, long End)> _stalls = [];

    /// <summary>How often it was asked.</summary>
    public int Asked { get; private set; }

    /// <summary>One that begins now, unless it is said when.</summary>
    public void Add(TimeProvider time, double seconds, double ago = 0)
    {
        var start = time.GetTimestamp() - Ticks(ago);
        _stalls.Add((start, start + Ticks(seconds)));
    }

    public TimeSpan Overlap(long since, long until)
    {
        Asked++;
        return TimeSpan.FromTicks(_stalls.Sum(s => Math.Max(0, Math.Min(s.End, until) - Math.Max(s.Start, since))));
    }

    private static long Ticks(double seconds) => TimeSpan.FromSeconds(seconds).Ticks;
}
