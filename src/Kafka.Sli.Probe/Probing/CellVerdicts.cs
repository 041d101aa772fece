using Kafka.Sli.Probe.Judging;
using Kafka.Sli.Probe.Ledger;

namespace Kafka.Sli.Probe.Probing;

/// <summary>What one cell's ledger has told since this instance started it. For any thread.</summary>
internal sealed class CellVerdicts
{
    private readonly Lock _lock = new();
    private readonly Judgement _all = new();
    private readonly ProbeInstruments _instruments;
    private readonly KeyValuePair<string, object?> _cell;

    public CellVerdicts(ProbeInstruments instruments, string cell)
    {
        _instruments = instruments;
        _cell = new(ProbeInstruments.Cell, cell);

        // A series that begins with its first lost message has no increase: all are there from the start.
        Add(_all, isFirst: true);
    }

    public long this[LedgerVerdict verdict]
    {
        get
        {
            lock (_lock)
            {
                return _all.Counts[verdict];
            }
        }
    }

    public void Add(Judgement judged)
    {
        lock (_lock)
        {
            _all.Add(judged);
        }

        Add(judged, isFirst: false);
    }

    public void Rebuilt(LogView view) => _instruments.Rebuilds.Add(1, _cell, new(ProbeInstruments.View, view.ToString().ToLowerInvariant()));

    private void Add(Judgement judged, bool isFirst)
    {
        foreach (var verdict in VerdictNames.All.Where(v => isFirst || judged.Counts[v] > 0))
        {
            _instruments.Messages.Add(judged.Counts[verdict], _cell, new(ProbeInstruments.Verdict, VerdictNames.Of(verdict)));
        }

        foreach (var (kind, count) in ((string, long)[])[("retention", judged.Retentions), ("truncation", judged.Truncations)])
        {
            if (isFirst || count > 0)
            {
                _instruments.LogBreaks.Add(count, _cell, new(ProbeInstruments.Break, kind));
            }
        }
    }
}
