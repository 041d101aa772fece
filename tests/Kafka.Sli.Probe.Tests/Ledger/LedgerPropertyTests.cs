using CsCheck;
using Kafka.Sli.Probe.Ledger;

namespace Kafka.Sli.Probe.Tests.Ledger;

/// <summary>Whatever happens, and whoever reads: what was told is what a plain table of all numbers says.</summary>
public class LedgerPropertyTests
{
    private static readonly LedgerSpans Spans = new(TimeSpan.FromSeconds(60));

    /// <summary>What is done, and to which of those that it can be done to.</summary>
    private static readonly Gen<(int Kind, int Pick)[]> Deeds = Gen.Select(Gen.Int[0, 12], Gen.Int[0, 1_000]).Array[1, 80];

    [Fact]
    public void What_the_readers_told_together_is_what_the_table_says_of_the_log_up_to_the_commit() => Deeds.Sample(
        deeds =>
        {
            var story = new Story();
            foreach (var (kind, pick) in deeds)
            {
                story.Do(kind, pick);
            }

            story.Commit();
            var expected = Table(story.Writer.Log.Where(r => r.Offset < story.Committed));
            return VerdictNames.All.All(v => expected.GetValueOrDefault(v) == story.Told[v]);
        },
        iter: 20_000);

    /// <summary>Each number in a row of its own, filled in as the log goes on.</summary>
    private static Dictionary<LedgerVerdict, long> Table(IEnumerable<LedgerRecord> log)
    {
        var told = new Dictionary<LedgerVerdict, long>();
        var rows = new Dictionary<(StreamId, long), Row>();
        var highest = new Dictionary<StreamId, long>();
        var lastSeen = new Dictionary<StreamId, long>();
        var now = 0L;
        foreach (var record in log)
        {
            var header = record.Header!;
            var isNewSecond = record.Timestamp / 1000 > now / 1000;
            lastSeen[header.Stream] = now = Math.Max(now, record.Timestamp);
            for (var number = 1L; number <= header.Fates.Settled; number++)
            {
                var row = RowOf(header.Stream, number);
                var run = header.Fates.Runs.Where(r => r.First <= number && number <= r.Last).Select(r => (FateRun?)r).FirstOrDefault();
                if (run is not null && !row.IsDenied)
                {
                    row.IsDenied = true;
                    Tell(LedgerVerdict.Phantom, row.IsRead);
                }

                if (!row.IsJudged && !row.IsRead)
                {
                    Tell(run switch { null => LedgerVerdict.Lost, { IsUnknown: true } => LedgerVerdict.Unknown, _ => LedgerVerdict.Failed });
                }

                row.IsJudged = true;
            }

            if (!header.IsClosing)
            {
                var row = RowOf(header.Stream, header.Number);
                Tell(row switch
                {
                    { IsRead: true } => LedgerVerdict.Duplicate,
                    { IsJudged: true, IsDenied: true } => LedgerVerdict.Phantom,
                    { IsJudged: true } => LedgerVerdict.Reordered,
                    _ => LedgerVerdict.Delivered,
                });
                Tell(LedgerVerdict.Reordered, !row.IsRead && !row.IsJudged && header.Number < highest.GetValueOrDefault(header.Stream));
                row.IsRead = true;
                highest[header.Stream] = Math.Max(highest.GetValueOrDefault(header.Stream), header.Number);
            }

            // Once a second the dead are looked for: nobody will tell any more what became of what they had in flight.
            foreach (var dead in highest.Keys.Where(s => isNewSecond && (now / 1000 * 1000) - lastSeen[s] > Spans.Settling.TotalMilliseconds))
            {
                for (var number = 1L; number <= highest[dead]; number++)
                {
                    var row = RowOf(dead, number);
                    Tell(LedgerVerdict.Unknown, !row.IsRead && !row.IsJudged);
                    row.IsJudged = true;
                }
            }
        }

        return told;

        Row RowOf(StreamId stream, long number) => rows.TryGetValue((stream, number), out var row) ? row : rows[(stream, number)] = new Row();

        void Tell(LedgerVerdict verdict, bool isSo = true) => told[verdict] = told.GetValueOrDefault(verdict) + (isSo ? 1 : 0);
    }

    private sealed class Row
    {
        public bool IsRead { get; set; }

        public bool IsDenied { get; set; }

        public bool IsJudged { get; set; }
    }

    /// <summary>Two streams, and a partition that goes from reader to reader.</summary>
    private sealed class Story
    {
        private readonly List<(string Stream, long Number)> _sent = [];
        private readonly List<(string Stream, long Number)> _open = [];
        private readonly HashSet<string> _ended = [];
        private readonly VerdictCounts _uncommitted = new();
        private PartitionLedger _reader = new(Spans, LogView.Whole, 0);
        private TimeSpan _waited;

        public LogWriter Writer { get; } = new();

        public VerdictCounts Told { get; } = new();

        public long Committed { get; private set; }

        public void Do(int kind, int pick)
        {
            var stream = pick % 3 == 0 ? "b" : "a";
            switch (kind)
            {
                case 0 or 1 when !_ended.Contains(stream):
                    Writer.Deliver(1 + (pick % 4), stream);
                    break;
                case 2 or 3 when !_ended.Contains(stream):
                    _sent.Add((stream, Writer.Send(stream)));
                    _open.Add(_sent[^1]);
                    break;
                case 4 or 5 when _sent.Count > 0:
                    // For the first time, once more, or long after its sender gave it up.
                    Writer.Append(_sent[pick % _sent.Count].Number, _sent[pick % _sent.Count].Stream);
                    break;
                case 6 or 7 when _open.Count > 0:
                    Writer.Settle(_open[pick % _open.Count].Number, (Fate)(pick % 3), _open[pick % _open.Count].Stream);
                    _open.RemoveAt(pick % _open.Count);
                    break;
                case 8 when pick % 4 == 0 && _sent.Any(s => s.Stream == stream) && _ended.Add(stream):
                    Writer.Close(stream);
                    _open.RemoveAll(o => o.Stream == stream);
                    break;
                case 9:
                    Commit();
                    break;
                case 10:
                    // It is killed: what it judged and did not commit is nobody's, and the next one looks back.
                    Read(pick);
                    _uncommitted.Clear();
                    _reader = LookedBack();
                    break;
                case 12 when _waited < Spans.LookBack - Spans.Settling:
                    // Long enough for a stream to die that does not write, and not for a closed one to be forgotten.
                    var pause = Spans.Settling * (pick % 10) / 10;
                    _waited += pause;
                    Writer.Wait(pause);
                    break;
                case 11:
                    // Read again from somewhere before, as after a rebalance.
                    Read(pick);
                    break;
            }
        }

        public void Commit()
        {
            Read(_reader.Next!.Value);
            Committed = _reader.Next!.Value;
            Told.Add(_uncommitted);
            _uncommitted.Clear();
        }

        private void Read(long from)
        {
            foreach (var record in Writer.Log.Where(r => r.Offset >= Math.Min(from, _reader.Next!.Value)))
            {
                _reader.Fold(record, _uncommitted);
            }
        }

        private PartitionLedger LookedBack()
        {
            var ledger = new PartitionLedger(Spans, LogView.Whole, 0);
            foreach (var record in Writer.Log.Where(r => r.Offset < Committed))
            {
                ledger.Fold(record, new VerdictCounts());
            }

            ledger.GoOnFrom(Committed);
            return ledger;
        }
    }
}
