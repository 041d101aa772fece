using Kafka.Sli.Probe.Ledger;

namespace Kafka.Sli.Probe.Tests.Ledger;

/// <summary>Plays senders and one partition's log: what a sender knows goes by its own figures, what stands in the log by what the test lets be there.</summary>
internal sealed class LogWriter
{
    private readonly Dictionary<string, (StreamId Id, SentNumbers Numbers)> _streams = [];
    private readonly Dictionary<(string Stream, long Number), (LedgerHeader Header, long At)> _sent = [];
    private long _skipped;

    /// <summary>By how much the clock of a stream's host is ahead, in milliseconds.</summary>
    public Func<string, long> ClockOf { get; init; } = _ => 0;

    /// <summary>Milliseconds since 1970.</summary>
    public long Time { get; private set; } = 1_700_000_000_000;

    public List<LedgerRecord> Log { get; } = [];

    public long Next => (Log.Count == 0 ? 0 : Log[^1].Offset + 1) + _skipped;

    /// <summary>A message leaves its sender; where it goes to is not known yet.</summary>
    public long Send(string stream = "a")
    {
        if (!_streams.TryGetValue(stream, out var known))
        {
            _streams[stream] = known = (new(stream, TimeOf(stream) * 1000), new SentNumbers());
        }

        var (number, fates) = known.Numbers.Next();
        _sent[(stream, number)] = (new(known.Id, 7, false, number, 1000, fates), TimeOf(stream));
        return number;
    }

    /// <summary>It stands in the log now, with the time at which it was sent.</summary>
    public void Append(long number, string stream = "a", bool isLate = false)
    {
        var (header, at) = _sent[(stream, number)];
        Add(header, at, isLate);
    }

    /// <summary>Its sender is told how it ended.</summary>
    public void Settle(long number, Fate fate, string stream = "a") => _streams[stream].Numbers.Settle(number, fate);

    /// <summary>As most of them go: sent, written, acknowledged.</summary>
    public void Deliver(int count = 1, string stream = "a")
    {
        for (var i = 0; i < count; i++)
        {
            var number = Send(stream);
            Append(number, stream);
            Settle(number, Fate.Acknowledged, stream);
        }
    }

    public void Close(string stream = "a")
    {
        var (id, numbers) = _streams[stream];
        var (last, fates) = numbers.Close();
        Add(new(id, 7, true, last, 1000, fates), TimeOf(stream), false);
    }

    public void Foreign(TimeSpan ahead = default) => Log.Add(new(Next, Time + (long)ahead.TotalMilliseconds, null, false));

    public void Wait(TimeSpan time) => Time += (long)time.TotalMilliseconds;

    /// <summary>Offsets that no record has.</summary>
    public void Skip(int offsets) => _skipped = offsets;

    /// <summary>The log's first records go, as retention takes them.</summary>
    public void Trim(long first) => Log.RemoveAll(r => r.Offset < first);

    /// <summary>The log's end is cut off, as an unclean leader does.</summary>
    public void Truncate(long end) => Log.RemoveAll(r => r.Offset >= end);

    private long TimeOf(string stream) => Time + ClockOf(stream);

    private void Add(LedgerHeader header, long at, bool isLate)
    {
        Log.Add(new(Next, at, LedgerHeader.Read(header.ToBytes()), isLate));
        _skipped = 0;
    }
}
