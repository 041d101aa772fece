namespace Kafka.Sli.Probe.Probing;

/// <summary>What one partition was sent and its reader has not seen: a message that never arrives is no event, so it is looked for.</summary>
internal sealed class OverdueWatch
{
    /// <summary>An outage of hours is told by its oldest message, not by all of them.</summary>
    private const int Most = 100_000;

    private readonly Queue<Sending> _expected = new();

    /// <summary>It is in the log, or may be.</summary>
    public void Expect(Sending sending)
    {
        if (_expected.Count < Most)
        {
            _expected.Enqueue(sending);
        }
    }

    /// <summary>Read, and so was everything before it: a partition is read in order.</summary>
    public void Read(long number)
    {
        while (_expected.TryPeek(out var oldest) && oldest.Number <= number)
        {
            _expected.Dequeue();
        }
    }

    /// <summary>Somebody else reads it now, or nobody knows who.</summary>
    public void Forget() => _expected.Clear();

    /// <summary>When the oldest of them was due.</summary>
    public long? Oldest => _expected.TryPeek(out var oldest) ? oldest.Intended : null;
}
