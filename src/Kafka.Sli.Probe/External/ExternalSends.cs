using Kafka.Sli.Measuring;
using Kafka.Sli.Probe.Ledger;
using Kafka.Sli.Probe.Plan;
using Kafka.Sli.Probe.Probing;

namespace Kafka.Sli.Probe.External;

/// <summary>What an external client sends, from when it was due to when the client knew. One thread at a time.</summary>
internal sealed class ExternalSends
{
    /// <summary>A client that begins so much and ends nothing is not one of ours.</summary>
    private const int Most = 1_000_000;

    private readonly Dictionary<(int Partition, long Number), (MeasuredOperation Operation, Sending Sending)> _inFlight = [];
    private readonly string _topic;
    private readonly ScheduleWatch _watch;
    private readonly MeasuredProducer _producer;
    private readonly ExternalEnds _ends;
    private readonly IModelClientEvents _events;
    private readonly TimeProvider _time;

    public ExternalSends(CellPlan plan, CellSurroundings surroundings, MeasuredProducer producer, ExternalEnds ends, IModelClientEvents events)
    {
        (_topic, _producer, _ends, _events, _time) = (plan.Topic, producer, ends, events, surroundings.Sli.TimeProvider);
        _watch = new ScheduleWatch(surroundings.Instruments, plan.Name);
    }

    /// <summary>How many have begun and not ended. For any thread.</summary>
    public int InFlight { get; private set; }

    /// <returns>What is wrong with it; <see langword="null"/> when nothing is.</returns>
    public string? Begun(Sending sending, long at)
    {
        if (sending.Partition < 0 || sending.Intended > at)
        {
            return "its partition or its due time cannot be";
        }

        if (_inFlight.Count >= Most || !_inFlight.TryAdd((sending.Partition, sending.Number), default))
        {
            return "has begun already, or too many have begun";
        }

        _watch.Sent(_time.GetElapsedTime(sending.Intended, at));
        _events.Begun(sending);
        _inFlight[(sending.Partition, sending.Number)] = (_producer.BeginProduce(_topic, sending.Intended), sending);
        InFlight = _inFlight.Count;
        return null;
    }

    /// <inheritdoc cref="Begun"/>
    public string? Settled((int Partition, long Number) key, long at, ExternalEvent told)
    {
        if (told.Outcome is not ("ok" or "failed" or "unknown"))
        {
            return "its outcome is none of ok, failed, unknown";
        }

        if (!_inFlight.Remove(key, out var begun))
        {
            return "has not begun, or has ended already";
        }

        InFlight = _inFlight.Count;
        var (operation, sending) = begun;
        if (at < sending.Intended)
        {
            var now = _time.GetTimestamp();
            operation.End(MeasuredEnd.Unobserved, now);
            _events.Settled(sending, now, Fate.Unknown);
            return "it ends before it was due";
        }

        if (told.Outcome != "ok")
        {
            _ends.Complain(told.Error, told.Text, isSend: true);
        }

        operation.End(_ends.Of(told), at);
        _events.Settled(sending, at, told.Outcome switch
        {
            "ok" => Fate.Acknowledged,
            "unknown" => Fate.Unknown,
            _ => Fate.Failed,
        });
        return null;
    }

    public void Skipped(long count) => _watch.Skipped(count);

    /// <summary>The client is gone, and what it has measured is abandoned: nobody will know.</summary>
    public void Abandon()
    {
        foreach (var (_, sending) in _inFlight.Values)
        {
            _events.Settled(sending, _time.GetTimestamp(), Fate.Unknown);
        }

        _inFlight.Clear();
        InFlight = 0;
    }
}
