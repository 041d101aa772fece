using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Kafka.Sli.Probe.Tests.External;

/// <summary>A client that speaks nonsense among what it should say: thousands of lines, by a seed that a failure names.</summary>
public sealed partial class ExternalFuzzTests
{
    private const int Seed = 20_261_125;

    /// <summary>So many are told with their place; more would end the client.</summary>
    private const int ToldOfEach = 5;

    [Fact]
    public void Every_mangled_line_is_counted_and_located_and_what_is_said_beside_them_is_taken()
    {
        var random = new Random(Seed);
        var mangled = 0;
        for (var session = 0; session < 1000; session++)
        {
            using var given = new SpokenClient();
            var (line, number, places) = (1, 0, new List<(int Line, string Text)>());
            while (places.Count < ToldOfEach)
            {
                for (var good = random.Next(3); good > 0; good--)
                {
                    given.Begins(++number);
                    given.Settles(number);
                    line += 2;
                }

                var text = Mangled(random, given, number);
                places.Add((++line, text));
                given.Process.SaysLine(text);
            }

            Assert.True(given.Client.FatalError is null, $"session {session}: {given.Client.FatalError}");
            Assert.Equal(places.Select(p => p.Line), given.Lines.Select(l => int.Parse(Place().Match(l).Groups["line"].Value, CultureInfo.InvariantCulture)));
            Assert.Equal(ToldOfEach, given.Measured("kafka.sli.probe.client.faults").Sum(m => m.Value));
            Assert.Equal(number, given.Events.Ended.Count);
            Assert.Equal(number, given.Measured("kafka.sli.produce.duration").Count);
            mangled += places.Count;
        }

        Assert.Equal(5000, mangled);
    }

    [Fact]
    public void Whatever_bytes_come_nothing_breaks_and_it_is_still_listened_to()
    {
        var random = new Random(Seed);
        for (var session = 0; session < 200; session++)
        {
            using var given = new SpokenClient();
            for (var i = 0; i < 90; i++)
            {
                given.Process.SaysLine(Flipped(random, Valid(random, given, number: i + 1)));
            }

            if (given.Client.FatalError is null)
            {
                var before = given.Events.Ended.Count;
                given.Begins(1_000_000);
                given.Settles(1_000_000);
                Assert.True(before + 1 == given.Events.Ended.Count, $"session {session}");
            }
        }
    }

    [Fact]
    public void After_a_hundred_of_them_it_is_ended()
    {
        using var given = new SpokenClient();
        for (var i = 0; i < 100; i++)
        {
            given.Process.SaysLine("nonsense");
        }

        Assert.Null(given.Client.FatalError);
        Assert.Equal(ToldOfEach, given.Lines.Count);
        Assert.EndsWith("; what comes more is counted only", given.Lines.Last(), StringComparison.Ordinal);
        given.Process.SaysLine(null);

        Assert.Equal("it wrote more than 100 lines that are no events", given.Client.FatalError);
        Assert.Equal(101, given.Measured("kafka.sli.probe.client.faults").Sum(m => m.Value));
        Assert.True(given.Process.WasKilled);
    }

    [Fact]
    public void A_line_of_control_characters_is_shown_in_one_line_and_not_for_long()
    {
        using var given = new SpokenClient();
        given.Process.SaysLine("\u001b[31m\r\n" + new string('x', 5000));

        var told = Assert.Single(given.Lines);
        Assert.DoesNotContain(told, char.IsControl);
        Assert.InRange(told.Length, 100, 250);
    }

    /// <summary>Something that cannot be an event, whatever way it is looked at.</summary>
    private static string Mangled(Random random, SpokenClient given, int number)
    {
        var valid = Valid(random, given, number + 1);
        var node = JsonNode.Parse(valid)!.AsObject();
        switch (random.Next(9))
        {
            case 0:
                return valid[..random.Next(1, valid.Length)];
            case 1:
                return valid + valid;
            case 2:
                return string.Concat(Enumerable.Range(0, random.Next(1, 200)).Select(_ => (char)random.Next(32, 0xD7FF)));
            case 3:
                node["event"] = random.Next(2) == 0 ? "beguń" : "";
                return node.ToJsonString();
            case 4:
                node.Remove("event");
                return node.ToJsonString();
            case 5:
                node["at"] = new JsonArray(1, 2);
                return node.ToJsonString();
            case 6:
                node["at"] = random.Next(2) == 0 ? -1 : long.MaxValue;
                return node.ToJsonString();
            case 7:
                return new string('[', random.Next(1, 3000));
            default:
                node["event"] = "settled";
                node["partition"] = 0;
                node["number"] = number + 100;
                node["outcome"] = "ok";
                node["at"] = given.Now;
                return node.ToJsonString();
        }
    }

    private static string Valid(Random random, SpokenClient given, int number) => random.Next(7) switch
    {
        0 => $$"""{"event":"begun","partition":9,"number":{{number}},"due":{{given.Now}},"at":{{given.Now}}}""",
        1 => $$"""{"event":"settled","partition":9,"number":{{number}},"at":{{given.Now}},"outcome":"failed","error":"NOT_LEADER_OR_FOLLOWER"}""",
        2 => $$"""{"event":"received","headers":{"kafka-sli-sent":"AQAAAAAAAAAAAAAAAA=="},"partition":9,"offset":{{number}},"at":{{given.Now}},"timestamp":1764100000000,"timestamp_type":"create"}""",
        3 => $$"""{"event":"assigned","at":{{given.Now}},"partitions":[{"partition":9,"offset":null,"resumed":false}]}""",
        4 => $$"""{"event":"revoked","at":{{given.Now}},"partitions":[9]}""",
        5 => $$"""{"event":"told","at":{{given.Now}}}""",
        _ => $$"""{"event":"receive_failed","at":{{given.Now}},"error":"UNKNOWN_TOPIC_OR_PARTITION"}""",
    };

    private static string Flipped(Random random, string line)
    {
        var bytes = Encoding.UTF8.GetBytes(line);
        for (var flips = random.Next(1, 6); flips > 0; flips--)
        {
            bytes[random.Next(bytes.Length)] ^= (byte)(1 << random.Next(8));
        }

        return Encoding.UTF8.GetString(bytes);
    }

    [GeneratedRegex(@": line (?<line>\d+) of its client: ")]
    private static partial Regex Place();
}
