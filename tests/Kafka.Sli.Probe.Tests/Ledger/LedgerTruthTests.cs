using CsCheck;
using Kafka.Sli.Probe.Ledger;

namespace Kafka.Sli.Probe.Tests.Ledger;

/// <summary>What is told of each message is what was done with it: senders, header and ledger together, held to a story that looks at no header.</summary>
public class LedgerTruthTests
{
    /// <summary>What is done, and to which of those that it can be done to; too few for a stream to have more runs to tell than a header holds.</summary>
    private static readonly Gen<(int Kind, int Pick)[]> Deeds = Gen.Select(Gen.Int[0, 10], Gen.Int[0, 1_000]).Array[1, 2 * Fates.MaxRuns];

    [Fact]
    public void What_the_ledger_tells_is_what_became_of_the_messages() => Deeds.Sample(
        deeds =>
        {
            var story = new Story();
            foreach (var (kind, pick) in deeds)
            {
                story.Do(kind, pick);
            }

            story.End();
            story.Compare();
        },
        iter: 5_000);

    private sealed class Story
    {
        private readonly LogWriter _writer = new();
        private readonly List<Message> _sent = [];
        private long _delivered;

        public void Do(int kind, int pick)
        {
            var stream = pick % 3 == 0 ? "b" : "a";
            switch (kind)
            {
                case 0 or 1 or 2:
                    _sent.Add(new(stream, _writer.Send(stream)));
                    break;
                case 3 or 4 or 5 or 6 when Pick(m => m.IsWritable, pick) is { } message:
                    // For the first time, once more, or after its sender was told that it had failed.
                    _writer.Append(message.Number, message.Stream);
                    message.Copies++;
                    message.WasInTime |= message.Fate is null;
                    break;
                case 7 or 8 or 9 when Pick(m => m.Fate is null, pick) is { } message:
                    message.Fate = (Fate)(pick / 7 % 3);
                    _writer.Settle(message.Number, message.Fate.Value, message.Stream);
                    break;
                case 10 when !_sent.Exists(m => m.Stream == stream && m.Fate is null):
                    // So many that its sender tells no more of what is long over. While one of them was still open, the others would be forgotten untold.
                    _writer.Deliver(pick, stream);
                    _delivered += pick;
                    break;
            }
        }

        public void End()
        {
            foreach (var stream in _sent.Select(m => m.Stream).Distinct())
            {
                _writer.Close(stream);
            }

            _sent.ForEach(m => m.Fate ??= Fate.Unknown);
        }

        public void Compare()
        {
            var (ledger, told) = (new PartitionLedger(new LedgerSpans(TimeSpan.FromSeconds(60)), LogView.Whole, 0), new VerdictCounts());
            foreach (var record in _writer.Log)
            {
                ledger.Fold(record, told);
            }

            Assert.Equal(
                (_sent.Count + _delivered, Count(m => m is { Copies: 0, Fate: Fate.Acknowledged }), Count(m => m.Copies > 0 && m.Fate != Fate.Acknowledged), _sent.Sum(m => Math.Max(0, m.Copies - 1))),
                (told.Judged, told[LedgerVerdict.Lost], told[LedgerVerdict.Phantom], told[LedgerVerdict.Duplicate]));

            // What was written after its end was known is delivered, or has been judged by then: either is right, and each has one.
            var late = Count(m => m is { Copies: > 0, WasInTime: false });
            Assert.InRange(told[LedgerVerdict.Delivered] - _delivered - Count(m => m.WasInTime), 0, late);
            Assert.InRange(told[LedgerVerdict.Failed] - Count(m => m is { Copies: 0, Fate: Fate.Failed }), 0, late);
            Assert.InRange(told[LedgerVerdict.Unknown] - Count(m => m is { Copies: 0, Fate: Fate.Unknown }), 0, late);
        }

        private long Count(Func<Message, bool> which) => _sent.LongCount(which);

        private Message? Pick(Func<Message, bool> which, int pick) => _sent.Where(which).ToArray() is { Length: > 0 } some ? some[pick % some.Length] : null;
    }

    private sealed record Message(string Stream, long Number)
    {
        public Fate? Fate { get; set; }

        public int Copies { get; set; }

        /// <summary>It stood in the log before anybody was told how it ended.</summary>
        public bool WasInTime { get; set; }

        /// <summary>Acknowledged and not there: the log has lost it, and will not find it again.</summary>
        public bool IsWritable => Copies > 0 || Fate != Kafka.Sli.Probe.Ledger.Fate.Acknowledged;
    }
}
