namespace Kafka.Sli.Probe.Probing;

/// <summary>The first time of a client, as the library tells it apart: it begins with the first that is asked for.</summary>
internal sealed class CellWarmUp
{
    private const long NotBegun = long.MinValue;

    private readonly TimeSpan _length;
    private readonly TimeProvider _time;
    private long _began = NotBegun;

    public CellWarmUp(TimeSpan length, TimeProvider time) => (_length, _time) = (length, time);

    /// <summary>How much is left of it; all of it as long as it has not begun.</summary>
    public TimeSpan Left
    {
        get
        {
            var began = Interlocked.Read(ref _began);
            var left = began == NotBegun ? _length : _length - _time.GetElapsedTime(began);
            return left > TimeSpan.Zero ? left : TimeSpan.Zero;
        }
    }

    /// <param name="start">When something began, as a timestamp of the time provider.</param>
    public bool Covers(long start)
    {
        if (_length == TimeSpan.Zero)
        {
            return false;
        }

        var began = Interlocked.CompareExchange(ref _began, start, NotBegun);
        return began == NotBegun || _time.GetElapsedTime(began, start) < _length;
    }
}
