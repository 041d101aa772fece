using CsCheck;
using Kafka.Sli.Probe.Clocks;

namespace Kafka.Sli.Probe.Tests.Clocks;

public class ClockHeaderTests
{
    private static readonly Gen<ToldDelay> AnyDelay = Gen.Select(
        Gen.ULong,
        Gen.OneOf(Gen.Long[-Arrival.MaxDelay, Arrival.MaxDelay], Gen.Long[-100, 100]),
        Gen.OneOf(Gen.Int[0, int.MaxValue], Gen.Int[0, 300]),
        (peer, delay, age) => new ToldDelay(peer, delay, age));

    private static readonly Gen<byte[]> Whole = AnyDelay.Array[0, ClockHeader.MaxDelays].Select(d => new ClockHeader(d).ToBytes());

    [Fact]
    public void What_is_written_is_read() => AnyDelay.Array[0, ClockHeader.MaxDelays].Sample(delays =>
        Assert.Equal(delays, ClockHeader.Read(new ClockHeader(delays).ToBytes())!.Delays));

    /// <summary>Other programs read it: its bytes are a promise.</summary>
    [Fact]
    public void The_format_is_that_of_the_docs()
    {
        var bytes = new ClockHeader([new(InstanceId.Of("probe-1"), -1500, 300)]).ToBytes();

        Assert.Equal("01" + "8289207F907FAA1F" + "B717" + "AC02", Convert.ToHexString(bytes));
    }

    /// <summary>The test vectors of FNV's authors.</summary>
    [Theory]
    [InlineData("", 0xcbf29ce484222325)]
    [InlineData("a", 0xaf63dc4c8601ec8c)]
    [InlineData("foobar", 0x85944171f73967e8)]
    public void An_instances_id_is_FNV_1a(string name, ulong id) => Assert.Equal(id, InstanceId.Of(name));

    [Theory]
    [InlineData("", "empty")]
    [InlineData("02", "another version")]
    [InlineData("0100", "cut off in the peer")]
    [InlineData("010000000000000001", "without a delay")]
    [InlineData("01000000000000000180", "cut off in the delay")]
    [InlineData("01000000000000000102", "without an age")]
    [InlineData("0100000000000000010200FF", "with more behind it")]
    [InlineData("010000000000000001820000", "a delay that is longer than it need be")]
    [InlineData("0100000000000000010280808080808080808002", "an age of more than 64 bits")]
    [InlineData("010000000000000001028080808008", "an age of more than 31 bits")]
    [InlineData("010000000000000001828080808080801000", "a delay of a microsecond more than may be")]
    public void What_is_malformed_is_none(string hex, string what) => Assert.True(ClockHeader.Read(Convert.FromHexString(hex)) is null, what);

    [Fact]
    public void More_than_may_be_told_is_none()
    {
        var one = Convert.FromHexString("00000000000000010200");

        Assert.NotNull(ClockHeader.Read([1, .. Enumerable.Repeat(one, 32).SelectMany(b => b)]));
        Assert.Null(ClockHeader.Read([1, .. Enumerable.Repeat(one, 33).SelectMany(b => b)]));
    }

    [Fact]
    public void Whatever_is_read_is_written_the_same_way_and_nothing_throws()
    {
        var mangled = from bytes in Whole
                      from edits in Gen.Select(Gen.Int[0, 700], Gen.Byte).Array[0, 4]
                      from length in Gen.Frequency((2, Gen.Const(int.MaxValue)), (1, Gen.Int[0, 700]))
                      select edits.Aggregate(bytes, Edit)[..Math.Min(length, bytes.Length)];
        var (some, none) = (0, 0);

        Gen.OneOf(mangled, Gen.Byte.Array[0, 40].Select(b => (byte[])[1, .. b])).Sample(
            bytes =>
            {
                var header = ClockHeader.Read(bytes);
                Interlocked.Add(ref some, header is null ? 0 : 1);
                Interlocked.Add(ref none, header is null ? 1 : 0);
                Assert.True(header is null || header.ToBytes().AsSpan().SequenceEqual(bytes));
            },
            iter: 20_000);

        Assert.True(some > 1000 && none > 1000, $"{some} read, {none} refused");
    }

    private static byte[] Edit(byte[] bytes, (int Where, byte What) edit)
    {
        var edited = (byte[])bytes.Clone();
        edited[edit.Where % bytes.Length] ^= edit.What;
        return edited;
    }
}
