namespace Kafka.Sli.Probe.Probing;

/// <summary>
/// One thread that sends for all cells: what falls due within half a millisecond goes out together, and a cell whose client has no room waits for itself alone.
/// </summary>
internal sealed class SendLoop : CellWorker
{
    /// <summary>How long an idle loop sleeps before it looks whether it has to stop, or a cell has come.</summary>
    private static readonly TimeSpan LongestSleep = TimeSpan.FromMilliseconds(20);

    /// <summary>A wake-up costs some ten microseconds, and 5,000 of them a second a twentieth of a core.</summary>
    private static readonly TimeSpan ShortestSleep = TimeSpan.FromMicroseconds(500);

    private volatile Sender[] _senders = [];

    public SendLoop(TimeProvider time)
        : base("probe sender", time)
    {
    }

    public void Add(Sender sender) => Exchange(senders => [.. senders, sender]);

    /// <summary>When it returns, the sender will not be called any more.</summary>
    public void Remove(Sender sender)
    {
        Exchange(senders => [.. senders.Where(s => s != sender)]);
        sender.Retire();
    }

    protected override void Run()
    {
        while (!Stopping.IsCancellationRequested)
        {
            Progressed();
            var next = long.MaxValue;
            foreach (var sender in _senders)
            {
                next = Math.Min(next, sender.SendDue());
            }

            PreciseSleep.For(UntilNext(next));
        }
    }

    private TimeSpan UntilNext(long next)
    {
        var wait = next == long.MaxValue ? LongestSleep : Time.GetElapsedTime(Time.GetTimestamp(), next);
        return wait > LongestSleep ? LongestSleep : wait < ShortestSleep ? ShortestSleep : wait;
    }

    private void Exchange(Func<Sender[], Sender[]> change)
    {
        Sender[] before;
        do
        {
            before = _senders;
        }
#pragma warning disable CS0420 // Interlocked keeps the promise of volatile.
        while (Interlocked.CompareExchange(ref _senders, change(before), before) != before);
#pragma warning restore CS0420
    }
}
