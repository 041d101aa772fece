using CsCheck;
using Kafka.Sli.Probe.Ledger;

namespace Kafka.Sli.Probe.Tests.Ledger;

public class LedgerHeaderTests
{
    private static readonly Gen<LedgerHeader> Headers =
        from name in Gen.String[Gen.Char.AlphaNumeric, 0, StreamId.MaxNameLength]
        from start in Gen.Long[0, long.MaxValue]
        from cell in Gen.UInt
        from isClosing in Gen.Bool
        from interval in Gen.Long[0, 1L << 40]
        from @from in Gen.Long[0, 1L << 50]
        from parts in Gen.Select(Gen.Long[0, 500], Gen.Long[0, 500], Gen.Bool).Array[0, Fates.MaxRuns]
        from tail in Gen.Long[0, 500]
        from inFlight in Gen.Long[0, 500]
        select Header(new(name, start), cell, isClosing, interval, @from, parts, tail, inFlight);

    [Fact]
    public void What_is_written_is_read_again() => Headers.Sample(header =>
    {
        var read = LedgerHeader.Read(header.ToBytes());
        Assert.NotNull(read);
        Assert.Equal(header with { Fates = Fates.None }, read with { Fates = Fates.None });
        Assert.Equal((header.Fates.From, header.Fates.Settled), (read.Fates.From, read.Fates.Settled));
        Assert.Equal(header.Fates.Runs, read.Fates.Runs);
    });

    [Fact]
    public void What_is_cut_off_or_longer_is_no_header() => Gen.Select(Headers, Gen.Int[0, 2000]).Sample((header, length) =>
    {
        var bytes = header.ToBytes();
        Assert.Null(LedgerHeader.Read(bytes.AsSpan(0, length % bytes.Length)));
        Assert.Null(LedgerHeader.Read([.. bytes, 0]));
    });

    [Fact]
    public void Whatever_bytes_come_nothing_is_thrown_and_what_is_read_holds_together() => Gen.Select(Headers, Gen.Int[0, 2000], Gen.Byte).Sample((header, at, value) =>
    {
        var bytes = header.ToBytes();
        bytes[at % bytes.Length] = value;
        if (LedgerHeader.Read(bytes) is not { } read)
        {
            return;
        }

        var told = read.Fates.From;
        Assert.InRange(told, 0, read.Fates.Settled);
        Assert.InRange(read.Fates.Settled, 0, read.IsClosing ? read.Number : read.Number - 1);
        foreach (var run in read.Fates.Runs)
        {
            Assert.InRange(run.First, told + 1, run.Last);
            told = run.Last;
        }

        Assert.InRange(told, 0, read.Fates.Settled);
    });

    [Fact]
    public void Another_version_is_no_header()
    {
        var bytes = new LedgerHeader(new("a", 1), 2, false, 1, 20_000, Fates.None).ToBytes();
        bytes[0] = 2;

        Assert.Null(LedgerHeader.Read(bytes));
    }

    [Fact]
    public void A_usual_one_is_small()
    {
        var header = new LedgerHeader(new("probe-0", 1_795_500_000_000_000), LedgerHeader.CellHash("main/service/steady"), false, 12_345, 60_000, new(11_300, 12_340, []));

        Assert.InRange(header.ToBytes().Length, 1, 32);
    }

    [Theory]
    [InlineData(0, 0, 0)]
    [InlineData(5, 2, 5)]
    public void The_last_acknowledged_one_is_before_the_runs_at_the_end(long settled, long from, long expected) =>
        Assert.Equal(expected, new Fates(from, settled, []).LastAcknowledged);

    [Fact]
    public void The_last_acknowledged_one_may_be_before_two_runs_of_two_kinds() =>
        Assert.Equal(3, new Fates(0, 9, [new(1, 2, true), new(4, 6, false), new(7, 9, true)]).LastAcknowledged);

    private static LedgerHeader Header(StreamId stream, uint cell, bool isClosing, long interval, long @from, (long Gap, long Length, bool IsUnknown)[] parts, long tail, long inFlight)
    {
        var runs = new List<FateRun>();
        var told = @from;
        foreach (var (gap, length, isUnknown) in parts)
        {
            runs.Add(new(told + gap + 1, told + gap + 1 + length, isUnknown));
            told = runs[^1].Last;
        }

        var settled = told + tail;
        return new(stream, cell, isClosing, settled + inFlight + (isClosing ? 0 : 1), interval, new(@from, settled, runs));
    }
}
