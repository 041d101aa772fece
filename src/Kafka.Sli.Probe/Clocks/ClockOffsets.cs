using System.Collections.Concurrent;

namespace Kafka.Sli.Probe.Clocks;

/// <summary>How far the clocks of other instances are from this one's, by the messages that go both ways between them: <see cref="PeerClock"/> says how. For any thread.</summary>
/// <remarks>Timestamps are those of one clock that no step changes, which the caller has.</remarks>
internal sealed class ClockOffsets
{
    /// <summary>More instances than share a topic; a limit, for the names come from a topic to which others may write.</summary>
    public const int MaxPeers = 128;

    private readonly ConcurrentDictionary<string, PeerClock> _peers = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, PeerClock>.AlternateLookup<ReadOnlySpan<char>> _byName;
    private readonly Lock _admission = new();
    private readonly string _instance;
    private readonly ulong _id;
    private readonly long _frequency;
    private volatile int _count;

    /// <param name="instance">This instance's name. No two instances on one topic may have the same.</param>
    /// <param name="timestampFrequency">How many timestamps make a second.</param>
    public ClockOffsets(string instance, long timestampFrequency)
    {
        _instance = instance;
        _id = InstanceId.Of(instance);
        _frequency = timestampFrequency;
        _byName = _peers.GetAlternateLookup<ReadOnlySpan<char>>();
    }

    /// <summary>A message of a peer has come. For each one; allocates nothing but for a new peer.</summary>
    public void Heard(ReadOnlySpan<char> peer, in Arrival arrival)
    {
        if (Sample(arrival) is { } sample && Of(peer, sample.At) is { } clock)
        {
            clock.Heard(sample);
        }
    }

    /// <summary>And this header was on it.</summary>
    public void Told(ReadOnlySpan<char> peer, ClockHeader header, in Arrival arrival)
    {
        if (header.Of(_id) is { } told && Sample(arrival) is { } sample && Of(peer, sample.At) is { } clock)
        {
            clock.Told(told.Delay, told.Age * 1000L, sample);
        }
    }

    /// <summary>What to tell the peers. It must go out at once, on a message that is stamped no later than now: nobody could see how long it was kept.</summary>
    public ClockHeader Tell(long timestamp)
    {
        var now = Microseconds(timestamp);
        Forget(now);
        return new(
        [
            .. (from clock in _peers.Values
                let last = clock.LastHeard
                orderby last descending
                let best = clock.LeastHeard(now)
                where best is not null
                select new ToldDelay(clock.Id, best.Value.Delay, (int)((Math.Max(0, now - best.Value.At) + 999) / 1000))).Take(ClockHeader.MaxDelays),
        ]);
    }

    /// <summary>The peers whose clocks are known.</summary>
    public IReadOnlyList<(string Peer, ClockOffset Offset)> Offsets(long timestamp)
    {
        var now = Microseconds(timestamp);
        Forget(now);
        return [.. from clock in _peers.Values let offset = clock.Offset(now) where offset is not null select (clock.Name, offset.Value)];
    }

    /// <summary>How old a message of that peer is, if its clock showed the same as ours.</summary>
    /// <param name="peer">Who stamped it.</param>
    /// <param name="ageSeconds">Our clock minus its stamp.</param>
    /// <param name="timestamp">Now.</param>
    /// <returns><see langword="null"/> as long as the offset is not known. Never negative: what is, by the estimate's error, came at once.</returns>
    public double? Corrected(ReadOnlySpan<char> peer, double ageSeconds, long timestamp)
    {
        if (peer.SequenceEqual(_instance))
        {
            return ageSeconds;
        }

        var now = Microseconds(timestamp);
        return _byName.TryGetValue(peer, out var clock) && clock.Offset(now) is { } offset ? Math.Max(0, ageSeconds + offset.Seconds) : null;
    }

    private static bool IsForgotten(PeerClock clock, long now) => now - clock.LastHeard > PeerClock.Memory;

    private DelaySample? Sample(in Arrival arrival) => arrival.Delay is { } delay ? new(delay, Microseconds(arrival.Timestamp)) : null;

    private PeerClock? Of(ReadOnlySpan<char> peer, long now)
    {
        if (_byName.TryGetValue(peer, out var known))
        {
            return known;
        }

        return peer.SequenceEqual(_instance) || _count >= MaxPeers ? null : Admit(peer.ToString(), now);
    }

    private PeerClock? Admit(string peer, long now)
    {
        lock (_admission)
        {
            var clock = _count < MaxPeers || _peers.ContainsKey(peer) ? _peers.GetOrAdd(peer, static (name, at) => new(name, at), now) : null;
            _count = _peers.Count;
            return clock;
        }
    }

    private void Forget(long now)
    {
        lock (_admission)
        {
            foreach (var clock in _peers.Values.Where(c => IsForgotten(c, now)))
            {
                _peers.TryRemove(clock.Name, out _);
            }

            _count = _peers.Count;
        }
    }

    /// <summary>In two steps: a thousand million timestamps a second, times a million, overflow within three hours.</summary>
    private long Microseconds(long timestamp) => (timestamp / _frequency * 1_000_000) + (timestamp % _frequency * 1_000_000 / _frequency);
}
