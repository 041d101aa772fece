namespace Kafka.Sli.Probe.Probing;

/// <summary>How well the schedule of one cell is kept.</summary>
internal sealed class ScheduleWatch
{
    /// <summary>Later than that, and it is not the timer alone.</summary>
    private static readonly TimeSpan Late = TimeSpan.FromMilliseconds(10);

    private readonly ProbeInstruments _instruments;
    private readonly KeyValuePair<string, object?> _cell;
    private readonly KeyValuePair<string, object?>[] _onTime;
    private readonly KeyValuePair<string, object?>[] _late;

    public ScheduleWatch(ProbeInstruments instruments, string cell)
    {
        _instruments = instruments;
        _cell = new(ProbeInstruments.Cell, cell);
        _onTime = [_cell, new(ProbeInstruments.State, "on_time")];
        _late = [_cell, new(ProbeInstruments.State, "late")];
    }

    public void Sent(TimeSpan lateness)
    {
        _instruments.Lateness.Record(lateness.TotalSeconds, _cell);
        _instruments.Ticks.Add(1, lateness > Late ? _late : _onTime);
    }

    public void Skipped(long count) => _instruments.Ticks.Add(count, [_cell, new(ProbeInstruments.State, "skipped")]);
}
