using System.Runtime.InteropServices;

namespace Kafka.Sli.Producing;

/// <summary>
/// Operations that have ended, to be used again: a message then costs no object of ours. They are given back by the thread that the delivery
/// reports come in on and taken by those that send, so no thread has a store of its own; and they change hands by the batch, for whatever both sides write to
/// travels between their processors each time.
/// </summary>
internal sealed class OperationPool<TKey, TValue>
{
    private const int BatchSize = 32;

    /// <summary>What an outage piled up is not kept for ever.</summary>
    private const int MostBatches = 256;

    private readonly Side _taking = new();
    private readonly Side _returning = new();

    /// <summary>Full batches. Pushed by any thread, taken as a whole: a stack of which single ones were taken would need a version.</summary>
    private readonly Side _full = new();

    /// <summary><see langword="null"/> when there is none, or another thread is just taking one.</summary>
    public ProduceOperation<TKey, TValue>? TryTake()
    {
        var side = _taking;
        if (!side.TryEnter())
        {
            return null;
        }

        if (side.Batch is null)
        {
            side.Batch = side.Further ?? (_full.Batch is null ? null : Interlocked.Exchange(ref _full.Batch, null));
            side.Further = side.Batch?.NextBatch;
        }

        var taken = side.Batch;
        if (taken is not null)
        {
            side.Batch = taken.NextInPool;
            (taken.NextInPool, taken.NextBatch) = (null, null);
        }

        side.Leave();
        return taken;
    }

    public void Return(ProduceOperation<TKey, TValue> operation)
    {
        var side = _returning;
        if (!side.TryEnter())
        {
            return;
        }

        operation.NextInPool = side.Batch;
        side.Batch = operation;
        var full = ++side.Count == BatchSize;
        if (full)
        {
            (side.Batch, side.Count) = (null, 0);
        }

        side.Leave();
        if (full)
        {
            Push(operation);
        }
    }

    private void Push(ProduceOperation<TKey, TValue> batch)
    {
        ProduceOperation<TKey, TValue>? last;
        do
        {
            last = Volatile.Read(ref _full.Batch);
            batch.NextBatch = last;
            batch.BatchesBelow = last is null ? 0 : last.BatchesBelow + 1;
        }
        while (batch.BatchesBelow < MostBatches && Interlocked.CompareExchange(ref _full.Batch, batch, last) != last);
    }

    /// <summary>What one side writes to, away from what the other one does.</summary>
    private sealed class Side
    {
        public ProduceOperation<TKey, TValue>? Batch;
        public ProduceOperation<TKey, TValue>? Further;
        public int Count;
        private int _turn;
#pragma warning disable CS0169, CA1823, IDE0051 // It keeps the next object off these cache lines.
        private readonly Padding _padding;
#pragma warning restore CS0169, CA1823, IDE0051

        public bool TryEnter() => Interlocked.CompareExchange(ref _turn, 1, 0) == 0;

        public void Leave() => Volatile.Write(ref _turn, 0);
    }

    [StructLayout(LayoutKind.Sequential, Size = 128)]
    private readonly struct Padding;
}
