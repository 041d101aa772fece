using System.Collections.Concurrent;
using Confluent.Kafka;
using Kafka.Sli.Probe.Ledger;

namespace Kafka.Sli.Probe.Judging;

/// <summary>One cell's topic, judged as far as this instance reads it. For any thread.</summary>
internal sealed class CellLedger : IDisposable
{
    private static readonly TimeSpan ShortestPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(10);

    private readonly LedgerSpans _spans;
    private readonly Func<IPastLog> _open;
    private readonly Action<Judgement> _tell;
    private readonly Action<LogView> _rebuilt;
    private readonly ConcurrentDictionary<int, PartitionJudge> _judges = new();
    private readonly Lock _lock = new();
    private readonly Queue<(int Partition, long Committed, int Term)> _wanted = new();
    private readonly ManualResetEventSlim _ended = new();
    private Thread? _reader;

    /// <param name="spans">The times that it goes by.</param>
    /// <param name="open">Opens the log to look back in.</param>
    /// <param name="tell">Takes what is judged and committed.</param>
    /// <param name="rebuilt">Takes how much was found of what stood before, each time that a partition is taken over.</param>
    public CellLedger(LedgerSpans spans, Func<IPastLog> open, Action<Judgement> tell, Action<LogView> rebuilt)
    {
        _spans = spans;
        _open = open;
        _tell = tell;
        _rebuilt = rebuilt;
    }

    public void Assigned(IEnumerable<PartitionStart> starts)
    {
        foreach (var start in starts)
        {
            if (Of(start.Partition).Assigned(start) is { } term)
            {
                LookBackFrom(start.Partition, start.Offset!.Value, term);
            }
        }
    }

    public void Read(int partition, in LedgerRecord record) => Of(partition).Read(record);

    public void Revoked(IEnumerable<int> partitions)
    {
        foreach (var partition in partitions)
        {
            Of(partition).Revoked();
        }
    }

    public void Lost(IEnumerable<int> partitions)
    {
        foreach (var partition in partitions)
        {
            Of(partition).Lost();
        }
    }

    /// <summary>How far each partition may be committed, where that is further than it is.</summary>
    public IReadOnlyList<(int Partition, long Offset)> ToCommit() =>
        [.. from judge in _judges let offset = judge.Value.ToCommit() where offset is not null select (judge.Key, offset.Value)];

    /// <summary>The cluster has acknowledged that.</summary>
    public void Committed(IEnumerable<(int Partition, long Offset)> committed)
    {
        foreach (var (partition, offset) in committed)
        {
            if (Of(partition).Committed(offset) is { } covered)
            {
                _tell(covered);
            }
        }
    }

    /// <summary>Whether all before these offsets is judged, as far as it is this instance's.</summary>
    public bool HasReached(IEnumerable<(int Partition, long Offset)> ends) => ends.All(e => Of(e.Partition).HasReached(e.Offset));

    /// <remarks>Nobody waits for the reader: it may be in the middle of a question that a cluster does not answer. It ends by itself then, and tells nothing.</remarks>
    public void Dispose()
    {
        lock (_lock)
        {
            _wanted.Clear();
            _ended.Set();
            if (_reader is null)
            {
                _ended.Dispose();
            }
        }
    }

    private PartitionJudge Of(int partition) => _judges.GetOrAdd(partition, static (_, spans) => new(spans), _spans);

    private void LookBackFrom(int partition, long committed, int term)
    {
        lock (_lock)
        {
            if (_ended.IsSet)
            {
                return;
            }

            _wanted.Enqueue((partition, committed, term));
            if (_reader is null)
            {
                _reader = new Thread(ReadAllThatIsWanted) { Name = "probe look-back", IsBackground = true };
                _reader.Start();
            }
        }
    }

    /// <summary>One after the other: a rebalance must not be a flood of reads. With nothing to do it has no connections.</summary>
    private void ReadAllThatIsWanted()
    {
        IPastLog? log = null;
        var pause = ShortestPause;
        while (Next() is var (partition, committed, term))
        {
            var judge = Of(partition);
            try
            {
                log ??= _open();
                var ledger = LookBack.Read(log, partition, committed, _spans, () => _ended.IsSet || judge.HasGivenUp(term));
                Inform(judge, term, ledger);
                pause = ShortestPause;
            }
            catch (Exception e) when (e is KafkaException or ProbeException)
            {
                // Whatever the matter is, the measured clients tell of it.
                log?.Dispose();
                log = null;
                if (judge.HasGivenUp(term))
                {
                    Inform(judge, term, new(_spans, LogView.Cut, committed));
                    continue;
                }

                _ended.Wait(pause);
                pause = pause * 2 < LongestPause ? pause * 2 : LongestPause;
                LookBackFrom(partition, committed, term);
            }
        }

        log?.Dispose();
    }

    private void Inform(PartitionJudge judge, int term, PartitionLedger ledger)
    {
        if (!_ended.IsSet && judge.Informed(term, ledger))
        {
            _rebuilt(ledger.View);
        }
    }

    private (int Partition, long Committed, int Term)? Next()
    {
        lock (_lock)
        {
            if (_wanted.TryDequeue(out var next))
            {
                return next;
            }

            _reader = null;
            if (_ended.IsSet)
            {
                _ended.Dispose();
            }

            return null;
        }
    }
}
