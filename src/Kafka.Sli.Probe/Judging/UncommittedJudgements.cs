namespace Kafka.Sli.Probe.Judging;

/// <summary>
/// What was judged and is not committed. Whoever takes the partition over judges it again, so it must not be told before a commit covers it. Not for two threads at once.
/// </summary>
internal sealed class UncommittedJudgements
{
    /// <summary>While nothing can be committed, a part for each attempt would add up.</summary>
    private const int MostParts = 64;

    private readonly List<(long UpTo, Judgement Part)> _parts = [];

    /// <summary>Of the records since the last part.</summary>
    public Judgement Open { get; private set; } = new();

    /// <summary>An offset may be committed: what is open is a part, covered by that.</summary>
    public void Close(long upTo)
    {
        if (_parts.Count > 0 && _parts[^1].UpTo == upTo)
        {
            return;
        }

        _parts.Add((upTo, Open));
        Open = new();
        if (_parts.Count > MostParts)
        {
            _parts[1].Part.Add(_parts[0].Part);
            _parts.RemoveAt(0);
        }
    }

    /// <summary>The log's end was cut off: what is covered by an offset that is none any more is covered by the next one.</summary>
    public void Reopen()
    {
        _parts.ForEach(p => Open.Add(p.Part));
        _parts.Clear();
    }

    /// <returns>What a commit covers; <see langword="null"/> when there is nothing.</returns>
    public Judgement? Take(long committed)
    {
        Judgement? covered = null;
        while (_parts.Count > 0 && _parts[0].UpTo <= committed)
        {
            (covered ??= new()).Add(_parts[0].Part);
            _parts.RemoveAt(0);
        }

        return covered;
    }

    public void Clear()
    {
        _parts.Clear();
        Open = new();
    }
}
