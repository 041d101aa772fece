namespace Kafka.Sli.Producing;

/// <summary>
/// Operations that have ended, to be used again: a message then costs no object of ours. They are given back by the thread that the delivery
/// reports come in on and taken by those that send, so no thread has a store of its own.
/// </summary>
internal sealed class OperationPool<TKey, TValue>
{
    /// <summary>What an outage piled up is not kept for ever.</summary>
    private const int Limit = 8192;

    /// <summary>The one that was returned last, where few are in flight. Two threads that return at once may lose one of two: that is no harm.</summary>
    private ProduceOperation<TKey, TValue>? _latest;

    /// <summary>Pushed by any thread, taken as a whole: a stack of which single items were taken would need a version.</summary>
    private ProduceOperation<TKey, TValue>? _returned;

    /// <summary>For whoever holds the turn.</summary>
    private ProduceOperation<TKey, TValue>? _ready;
    private int _turn;

    /// <summary><see langword="null"/> when there is none, or another thread is just taking one.</summary>
    public ProduceOperation<TKey, TValue>? TryTake()
    {
        if (_latest is not null && Interlocked.Exchange(ref _latest, null) is { } latest)
        {
            return latest;
        }

        if (Interlocked.CompareExchange(ref _turn, 1, 0) != 0)
        {
            return null;
        }

        var taken = _ready ?? (_returned is null ? null : Interlocked.Exchange(ref _returned, null));
        _ready = taken?.NextInPool;
        Volatile.Write(ref _turn, 0);
        if (taken is not null)
        {
            taken.NextInPool = null;
        }

        return taken;
    }

    public void Return(ProduceOperation<TKey, TValue> operation)
    {
        if (_latest is null)
        {
            Volatile.Write(ref _latest, operation);
            return;
        }

        ProduceOperation<TKey, TValue>? last;
        do
        {
            last = Volatile.Read(ref _returned);
            operation.NextInPool = last;
            operation.DepthInPool = last is null ? 1 : last.DepthInPool + 1;
        }
        while (operation.DepthInPool <= Limit && Interlocked.CompareExchange(ref _returned, operation, last) != last);
    }
}
