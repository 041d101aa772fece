using System.Collections.Concurrent;

namespace Kafka.Sli.Telemetry;

/// <summary>Counts what is late while it is still in flight: in an outage that is when an objective begins to be missed.</summary>
internal sealed class DeadlineSweeper
{
    /// <summary>What has deadlines, and whether it leaves as soon as nothing of it is in flight.</summary>
    private readonly ConcurrentDictionary<IHasDeadlines, bool> _swept = new();
    private readonly InternalErrors _errors;
    private readonly bool _sweeps;

    /// <param name="errors">Is told what fails.</param>
    /// <param name="sweeps">Whether there will be sweeps at all: what leaves by a sweep would else stay for ever.</param>
    public DeadlineSweeper(InternalErrors errors, bool sweeps) => (_errors, _sweeps) = (errors, sweeps);

    public void Add(params ReadOnlySpan<IHasDeadlines> swept)
    {
        foreach (var one in _sweeps ? swept : [])
        {
            _swept[one] = false;
        }
    }

    public void Remove(params ReadOnlySpan<IHasDeadlines> swept)
    {
        foreach (var one in swept)
        {
            _swept.TryRemove(one, out _);
        }
    }

    /// <summary>The client is gone, and what it has in flight goes on.</summary>
    public void RemoveWhenEmpty<TSwept>(TSwept swept)
        where TSwept : IHasDeadlines, IInFlight => _swept.TryUpdate(swept, true, false);

    /// <summary>One client's failure is not the others'.</summary>
    public void Sweep(long now)
    {
        foreach (var (one, leaves) in _swept)
        {
            _errors.Guard((one, now), static s => s.one.Sweep(s.now));
            if (leaves && one is IInFlight { Count: 0 })
            {
                _swept.TryRemove(one, out _);
            }
        }
    }
}
