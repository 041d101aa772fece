namespace Kafka.Sli.Probe.Probing;

/// <summary>When a client that can do no more is replaced: the first time at once; one that does not last is given longer and longer pauses, so that it does not make a load of its own.</summary>
internal sealed class RenewalPauses
{
    private static readonly TimeSpan Shortest = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(1);

    private readonly TimeProvider _time;
    private readonly Dictionary<string, (long At, TimeSpan Pause)> _renewed = [];

    public RenewalPauses(TimeProvider time) => _time = time;

    public bool IsDue(string cell) => !_renewed.TryGetValue(cell, out var last) || _time.GetElapsedTime(last.At) >= last.Pause;

    public void Renewed(string cell)
    {
        var now = _time.GetTimestamp();
        var lastedNot = _renewed.TryGetValue(cell, out var last) && _time.GetElapsedTime(last.At, now) < last.Pause + Longest;
        var pause = lastedNot ? last.Pause * 2 : Shortest;
        _renewed[cell] = (now, pause < Longest ? pause : Longest);
    }
}
