namespace Kafka.Sli.Probe.Ledger;

/// <summary>A set of numbers that mostly come in rows: kept as rows, so that millions take no more room than one.</summary>
internal sealed class NumberSet
{
    /// <summary>When there are more rows, the gap between the two lowest is forgotten: what is missing there counts as being there.</summary>
    public const int MaxRows = 4096;

    private readonly List<(long First, long Last)> _rows = [];

    public bool Contains(long number) => Row(number) is var i && i < _rows.Count && _rows[i].First <= number;

    public void Add(long number) => Add(number, number);

    public void Add(long first, long last)
    {
        var from = Row(first - 1);
        var to = from;
        while (to < _rows.Count && _rows[to].First <= last + 1)
        {
            first = Math.Min(first, _rows[to].First);
            last = Math.Max(last, _rows[to].Last);
            to++;
        }

        if (to - from == 1)
        {
            _rows[from] = (first, last);
        }
        else
        {
            _rows.RemoveRange(from, to - from);
            _rows.Insert(from, (first, last));
        }

        if (_rows.Count > MaxRows)
        {
            _rows[1] = (_rows[0].First, _rows[1].Last);
            _rows.RemoveAt(0);
        }
    }

    /// <summary>What is missing from one number to another.</summary>
    public IEnumerable<(long First, long Last)> Missing(long first, long last)
    {
        for (var i = Row(first); i < _rows.Count && _rows[i].First <= last && first <= last; i++)
        {
            if (_rows[i].First > first)
            {
                yield return (first, _rows[i].First - 1);
            }

            first = _rows[i].Last + 1;
        }

        if (first <= last)
        {
            yield return (first, last);
        }
    }

    public long CountIn(long first, long last)
    {
        var count = 0L;
        for (var i = Row(first); i < _rows.Count && _rows[i].First <= last && first <= last; i++)
        {
            count += Math.Min(last, _rows[i].Last) - Math.Max(first, _rows[i].First) + 1;
        }

        return count;
    }

    /// <summary>The first row that does not end before a number. It is mostly the last one.</summary>
    private int Row(long number)
    {
        var (low, high) = (0, _rows.Count);
        if (high > 0 && _rows[^1].First <= number)
        {
            return _rows[^1].Last >= number ? high - 1 : high;
        }

        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = _rows[middle].Last < number ? (middle + 1, high) : (low, middle);
        }

        return low;
    }
}
