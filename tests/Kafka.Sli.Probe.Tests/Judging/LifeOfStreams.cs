using Kafka.Sli.Probe.Ledger;
using Kafka.Sli.Probe.Tests.Ledger;

namespace Kafka.Sli.Probe.Tests.Judging;

/// <summary>
/// Senders that come, go silent, are killed and end in order, as time goes by, and what the log has of it. What a client gave up is written within the time that it gives a message,
/// or never: the ledger goes by that.
/// </summary>
internal sealed class LifeOfStreams
{
    private static readonly TimeSpan LongestSend = TimeSpan.FromSeconds(20);

    private readonly LogWriter _writer = new() { ClockOf = stream => stream[0] == 'b' ? (long)LedgerSpans.Skew.TotalMilliseconds / 2 : 0 };
    private readonly Dictionary<(string Stream, long Number), Sent> _sent = [];
    private readonly string[] _names = ["a", "b"];
    private readonly Dictionary<string, long> _lastWrote = [];
    private int _starts;

    /// <summary>A reader that looks back surely sees a stream that wrote since.</summary>
    public static TimeSpan LongestSilence => Spans.Settling - LedgerSpans.Skew;

    /// <summary>Whether a stream may write again that was silent for longer than that.</summary>
    public bool HasLongSilences { get; init; }

    public static LedgerSpans Spans { get; } = LedgerSpans.For(LongestSend, TimeSpan.FromSeconds(1));

    public List<LedgerRecord> Log => _writer.Log;

    public void Do(int kind, int pick)
    {
        var place = pick % 3 == 0 ? 1 : 0;
        var stream = _names[place];
        switch (kind)
        {
            case 0 or 1:
                Deliver(stream, 1 + (pick % 4));
                break;
            case 2 or 3:
                Send(stream);
                break;
            case 4 or 5 when Pick(s => s.IsWritable, pick) is { } sent:
                Write(sent);
                break;
            case 6 or 7 when Pick(s => s.IsOpen && !s.IsOrphaned, pick) is { } sent:
                Settle(sent, (Fate)(pick % 3));
                break;
            case 8:
                Wait(TimeSpan.FromMilliseconds(100 * (1 + pick)));
                break;
            case 9:
                Wait(Spans.Settling * (pick % 5) / 2);
                break;
            case 10 when pick % 2 == 0 && _lastWrote.ContainsKey(stream):
                // In order: what is open is unknown for good.
                _writer.Close(stream);
                End(place);
                break;
            case 11 when pick % 2 == 0:
                // Killed: what it has in flight may still be written, and nobody will tell.
                End(place);
                break;
            case 12:
                _writer.Foreign();
                break;
        }
    }

    private void Deliver(string stream, int count)
    {
        for (var i = 0; i < count; i++)
        {
            var sent = Send(stream);
            Write(sent);
            Settle(sent, Fate.Acknowledged);
        }
    }

    private Sent Send(string stream)
    {
        _lastWrote.TryAdd(stream, _writer.Time);
        var sent = new Sent(stream, _writer.Send(stream), _writer.Time);
        return _sent[(stream, sent.Number)] = sent;
    }

    private void Write(Sent sent)
    {
        _writer.Append(sent.Number, sent.Stream);
        sent.IsWritten = true;
        _lastWrote[sent.Stream] = Math.Max(_lastWrote[sent.Stream], sent.At);
    }

    private void Settle(Sent sent, Fate fate)
    {
        _writer.Settle(sent.Number, fate, sent.Stream);
        sent.IsOpen = false;

        // Acknowledged and not there: the log has lost it, and will not find it again.
        sent.IsWritable &= sent.IsWritten || fate != Fate.Acknowledged;
    }

    private void Wait(TimeSpan time)
    {
        _writer.Wait(time);
        foreach (var sent in _sent.Values.Where(s => _writer.Time - s.At >= LongestSend.TotalMilliseconds))
        {
            sent.IsWritable = false;
            if (sent is { IsOpen: true, IsOrphaned: false })
            {
                Settle(sent, sent.IsWritten ? Fate.Unknown : Fate.Failed);
            }
        }

        for (var place = 0; place < _names.Length && !HasLongSilences; place++)
        {
            if (_lastWrote.TryGetValue(_names[place], out var last) && _writer.Time - last > LongestSilence.TotalMilliseconds)
            {
                foreach (var sent in _sent.Values.Where(s => s.Stream == _names[place]))
                {
                    sent.IsWritable = false;
                }

                End(place);
            }
        }
    }

    private void End(int place)
    {
        foreach (var sent in _sent.Values.Where(s => s.Stream == _names[place]))
        {
            sent.IsOrphaned = true;
        }

        _names[place] = $"{"ab"[place]}{++_starts}";
    }

    private Sent? Pick(Func<Sent, bool> which, int pick) => _sent.Values.Where(which).ToArray() is { Length: > 0 } some ? some[pick % some.Length] : null;

    private sealed record Sent(string Stream, long Number, long At)
    {
        public bool IsOpen { get; set; } = true;

        public bool IsWritten { get; set; }

        /// <summary>By the broker, in the first place or once more.</summary>
        public bool IsWritable { get; set; } = true;

        /// <summary>Its sender is gone.</summary>
        public bool IsOrphaned { get; set; }
    }
}
