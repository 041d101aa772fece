using CsCheck;
using Kafka.Sli.Probe.Judging;
using Kafka.Sli.Probe.Ledger;

namespace Kafka.Sli.Probe.Tests.Judging;

/// <summary>Whoever takes a partition over, and whenever, goes on as if it had read it from the beginning.</summary>
public class LookBackPropertyTests
{
    private const int Iterations = 20_000;

    /// <summary>What is done, to which of those that it can be done to; where the partition is taken over, and what of the log is missing then.</summary>
    private static readonly Gen<Story> Stories = Gen.Select(
        Gen.Select(Gen.Int[0, 13], Gen.Int[0, 1_000]).Array[1, 80], Gen.Int[0, 1_000], Gen.Int[0, 1_000], Gen.Int[0, 10], (deeds, committed, from, count) => new Story(deeds, committed, from, count));

    [Fact]
    public void A_reader_that_looked_back_tells_what_one_from_the_beginning_tells() => Sample(
        hasLongSilences: false,
        (log, committed, _) => Told(Later(log, committed), log, committed).SequenceEqual(Told(FromBeginning(), log, committed)));

    [Fact]
    public void It_calls_nothing_lost_that_is_not_though_a_stream_was_silent_for_longer_than_it_looks_back() => Sample(
        hasLongSilences: true,
        (log, committed, _) => Lost(Later(log, committed), log, committed) <= Lost(FromBeginning(), log, committed));

    [Fact]
    public void It_calls_nothing_lost_that_is_not_though_retention_took_what_it_would_look_at() => Sample(
        hasLongSilences: true,
        (log, committed, story) => Lost(Later([.. log.Skip(story.MissingFrom % committed)], committed), log, committed) <= Lost(FromBeginning(), log, committed));

    [Fact]
    public void Nobody_calls_lost_what_was_taken_away_before_it_was_read() => Sample(
        hasLongSilences: true,
        (log, _, story) =>
        {
            var from = story.MissingFrom % log.Count;
            var rest = log.Where(r => r.Offset < from || r.Offset >= from + story.MissingCount);
            return Lost(FromBeginning(), rest, 0) <= Lost(FromBeginning(), log, 0);
        });

    private static void Sample(bool hasLongSilences, Func<List<LedgerRecord>, int, Story, bool> isSo) => Stories.Sample(
        story =>
        {
            var log = story.Log(hasLongSilences);
            return log.Count == 0 || isSo(log, 1 + (story.Committed % log.Count), story);
        },
        iter: Iterations,
        print: story => $"{string.Join(' ', story.Deeds.Select(d => $"{d.Kind}/{d.Pick}"))}; {story.Committed}, {story.MissingFrom}, {story.MissingCount}");

    private static PartitionLedger FromBeginning() => new(LifeOfStreams.Spans, LogView.Whole, 0);

    private static PartitionLedger Later(List<LedgerRecord> log, int committed) => LookBack.Read(new PastRecords(log), 0, committed, LifeOfStreams.Spans, () => false);

    private static long Lost(PartitionLedger ledger, IEnumerable<LedgerRecord> log, long from) => Judged(ledger, log, from)[LedgerVerdict.Lost];

    private static IEnumerable<long> Told(PartitionLedger ledger, IEnumerable<LedgerRecord> log, long from)
    {
        var counts = Judged(ledger, log, from);
        return VerdictNames.All.Select(v => counts[v]);
    }

    /// <summary>What it says of the records from an offset on.</summary>
    private static VerdictCounts Judged(PartitionLedger ledger, IEnumerable<LedgerRecord> log, long from)
    {
        var (before, counts) = (new VerdictCounts(), new VerdictCounts());
        foreach (var record in log.Where(r => r.Offset >= (ledger.Next ?? 0)))
        {
            ledger.Fold(record, record.Offset < from ? before : counts);
        }

        return counts;
    }

    private sealed record Story((int Kind, int Pick)[] Deeds, int Committed, int MissingFrom, int MissingCount)
    {
        public List<LedgerRecord> Log(bool hasLongSilences)
        {
            var life = new LifeOfStreams { HasLongSilences = hasLongSilences };
            foreach (var (kind, pick) in Deeds)
            {
                life.Do(kind, pick);
            }

            return life.Log;
        }
    }
}
