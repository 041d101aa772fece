using System.Globalization;
using Kafka.Sli.Probe.Clocks;

namespace Kafka.Sli.Probe.Tests.Clocks;

/// <summary>Instances that send messages to each other; what they think of each other's clocks can be asked, and what is true.</summary>
internal sealed class ClockSimulation
{
    private readonly PriorityQueue<Action<long>, long> _events = new();
    private readonly SimulatedClock[] _clocks;
    private readonly ClockOffsets[] _offsets;

    public ClockSimulation(params SimulatedClock[] clocks)
    {
        _clocks = clocks;
        _offsets = [.. clocks.Select((_, i) => new ClockOffsets(Name(i), SimulatedClock.Second))];
    }

    public void Send(SimulatedMessage message) => At(message.Sent, sent =>
    {
        var stamp = _clocks[message.From].WallMicroseconds(sent - message.Late);
        var header = message.Tells ? _offsets[message.From].Tell(_clocks[message.From].Steady(sent)).ToBytes() : null;
        if (message.Delay is { } delay)
        {
            At(sent + delay, received => Receive(message, header, new(stamp, _clocks[message.To].WallMicroseconds(received), _clocks[message.To].Steady(received))));
        }
    });

    public void At(long time, Action<long> then) => _events.Enqueue(then, time);

    /// <summary>In the order of time, whatever order they were given in.</summary>
    public void Run()
    {
        while (_events.TryDequeue(out var then, out var time))
        {
            then(time);
        }
    }

    /// <summary>Sets a wall clock.</summary>
    public void Step(int instance, long by) => _clocks[instance] = _clocks[instance] with { Shift = _clocks[instance].Shift + by };

    /// <summary>What all instances think of all others, and the true offset in seconds.</summary>
    public IEnumerable<(ClockOffset Offset, double True)> Estimates(long time) =>
        from instance in Enumerable.Range(0, _clocks.Length)
        from estimate in _offsets[instance].Offsets(_clocks[instance].Steady(time))
        let peer = int.Parse(estimate.Peer, CultureInfo.InvariantCulture)
        select (estimate.Offset, (_clocks[peer].Wall(time) - _clocks[instance].Wall(time)) / 1e9);

    private static string Name(int instance) => $"{instance}";

    private void Receive(SimulatedMessage message, byte[]? header, Arrival arrival)
    {
        _offsets[message.To].Heard(Name(message.From), arrival);
        if (header is not null)
        {
            _offsets[message.To].Told(Name(message.From), ClockHeader.Read(header)!, arrival);
        }
    }
}
