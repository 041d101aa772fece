using System.Runtime.CompilerServices;
using Confluent.Kafka;
using Kafka.Sli.Telemetry;

namespace Kafka.Sli.Producing;

/// <summary>
/// The messages that the full local queue turned away. Handing the same message object over again is how an
/// application waits for room, so its clock goes on; one that is never handed over again ends as failed.
/// The messages are held weakly: what the application has dropped it cannot hand over again.
/// </summary>
internal sealed class QueueFullClocks<TKey, TValue> : IHasDeadlines
{
    public const int Limit = 1024;

    public static readonly ProduceEnd QueueFull = ProduceEnd.Of(new Error(ErrorCode.Local_QueueFull), PersistenceStatus.NotPersisted);

    private readonly ConditionalWeakTable<Message<TKey, TValue>, LinkedListNode<Waiting>> _byMessage = new();
    private readonly LinkedList<Waiting> _byAge = new();
    private readonly SliClock _clock;
    private readonly OwnStalls? _stalls;
    private volatile int _count;

    public QueueFullClocks(SliClock clock, OwnStalls? stalls) => (_clock, _stalls) = (clock, stalls);

    public IReadOnlyCollection<ProduceOperation<TKey, TValue>> Attempts
    {
        get
        {
            lock (_byAge)
            {
                return [.. _byAge.Select(w => w.Attempt)];
            }
        }
    }

    /// <summary>Keeps the clock of an attempt that was turned away; past the limit the oldest one ends.</summary>
    public void Keep(Message<TKey, TValue> message, ProduceOperation<TKey, TValue> attempt)
    {
        var ended = new List<ProduceOperation<TKey, TValue>>();
        lock (_byAge)
        {
            if (_byMessage.TryGetValue(message, out _))
            {
                // Two threads hand over one message object: each is an event, and only one can be continued.
                ended.Add(attempt);
            }
            else
            {
                _byMessage.Add(message, _byAge.AddLast(new Waiting(new(message), attempt)));
            }

            while (_byAge.First is { } oldest && (_byAge.Count > Limit || !oldest.Value.Message.TryGetTarget(out _)))
            {
                ended.Add(Take(oldest));
            }

            _count = _byAge.Count;
        }

        ended.ForEach(static attempt => attempt.End(QueueFull));
    }

    /// <summary>The attempt that this call repeats, whose clock goes on; <see langword="null"/> for a first attempt.</summary>
    public ProduceOperation<TKey, TValue>? Continue(Message<TKey, TValue> message)
    {
        if (_count == 0)
        {
            return null;
        }

        lock (_byAge)
        {
            var attempt = _byMessage.TryGetValue(message, out var waiting) ? Take(waiting) : null;
            _count = _byAge.Count;
            return attempt;
        }
    }

    /// <summary>Ends what is late for every objective: whenever it is handed over again, nothing is left to be judged.</summary>
    /// <inheritdoc/>
    public void Sweep(long now)
    {
        if (_count == 0)
        {
            return;
        }

        var late = LateNodes(now);
        if (_stalls is not null)
        {
            // With no lock held: the record is the application's.
            late.RemoveAll(node => !node.Value.Attempt.IsLateForAll(now, _clock, _stalls.SecondsBetween(node.Value.Attempt.Start, now)));
        }

        var ended = new List<ProduceOperation<TKey, TValue>>();
        lock (_byAge)
        {
            // What was handed over again meanwhile goes on.
            ended.AddRange(late.Where(node => node.List is not null).Select(Take));
            _count = _byAge.Count;
        }

        ended.ForEach(static attempt => attempt.End(QueueFull));
    }

    /// <summary>Ends all that is left: nobody can hand it over again.</summary>
    public void EndAll()
    {
        var left = new List<ProduceOperation<TKey, TValue>>();
        lock (_byAge)
        {
            while (_byAge.First is { } oldest)
            {
                left.Add(Take(oldest));
            }

            _count = 0;
        }

        left.ForEach(static attempt => attempt.End(QueueFull));
    }

    private List<LinkedListNode<Waiting>> LateNodes(long now)
    {
        var late = new List<LinkedListNode<Waiting>>();
        lock (_byAge)
        {
            for (var node = _byAge.First; node is not null; node = node.Next)
            {
                if (node.Value.Attempt.IsLateForAll(now, _clock, stalled: 0))
                {
                    late.Add(node);
                }
            }
        }

        return late;
    }

    private ProduceOperation<TKey, TValue> Take(LinkedListNode<Waiting> waiting)
    {
        if (waiting.Value.Message.TryGetTarget(out var message))
        {
            _byMessage.Remove(message);
        }

        _byAge.Remove(waiting);
        return waiting.Value.Attempt;
    }

    private sealed record Waiting(WeakReference<Message<TKey, TValue>> Message, ProduceOperation<TKey, TValue> Attempt);
}
