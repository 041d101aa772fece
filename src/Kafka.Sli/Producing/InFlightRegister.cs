using Kafka.Sli.Telemetry;

namespace Kafka.Sli.Producing;

/// <summary>
/// What one producer has in flight. Whoever takes an entry out settles it, so that a delivery report and a
/// disposal that meet count it once.
/// </summary>
internal sealed class InFlightRegister : IInFlight
{
    private readonly Lock _lock = new();
    private readonly InFlightList _called = new();

    /// <summary>Apart, because a schedule that fell behind starts its clocks in the past, out of the calls' order.</summary>
    private readonly InFlightList _intended = new();
    private long _count;

    public long Count => Interlocked.Read(ref _count);

    public long? OldestStart => Oldest()?.Start;

    public void Add(InFlightEntry entry)
    {
        lock (_lock)
        {
            ListOf(entry).Add(entry);
            entry.IsListed = true;
            _count++;
        }
    }

    /// <returns><see langword="false"/> when somebody else had taken it out already.</returns>
    public bool TryRemove(InFlightEntry entry)
    {
        lock (_lock)
        {
            if (!entry.IsListed)
            {
                return false;
            }

            ListOf(entry).Remove(entry);
            entry.IsListed = false;
            _count--;
            return true;
        }
    }

    public InFlightEntry? Oldest()
    {
        lock (_lock)
        {
            return (_called.Oldest, _intended.Oldest) switch
            {
                (var called, null) => called,
                (null, var intended) => intended,
                var (called, intended) => called.Start <= intended.Start ? called : intended,
            };
        }
    }

    private InFlightList ListOf(InFlightEntry entry) => entry.IsIntended ? _intended : _called;
}
