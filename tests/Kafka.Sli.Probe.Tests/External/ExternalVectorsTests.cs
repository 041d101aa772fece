using System.Text.Json;
using System.Text.Json.Nodes;
using Kafka.Sli.Probe.Ledger;

namespace Kafka.Sli.Probe.Tests.External;

/// <summary>The headers that clients of all implementations have to write, byte for byte.</summary>
public class ExternalVectorsTests
{
    /// <summary>Set it to write the file anew after a change of the format.</summary>
    private const string WriteVariable = "KAFKA_SLI_WRITE_SCHEMAS";

    private const string Cell = "main/java/steady";
    private const long Interval = 60_000;

    private static readonly StreamId Stream = new("probe-é-1", 1_764_100_000_000_000);

    [Fact]
    public void The_published_vectors_are_what_the_probe_itself_writes()
    {
        var vectors = new JsonObject
        {
            ["stamps"] = new JsonArray(Stamp("orders", 1_764_100_000_123_456), Stamp("kafka-sli-probe.main.é", 0), Stamp("t", 253_402_300_799_999_999)),
            ["cell"] = Cell,
            ["cell_hash"] = LedgerHeader.CellHash(Cell),
            ["instance"] = Stream.Instance,
            ["stream_start"] = Stream.Start,
            ["interval_us"] = Interval,
            ["partitions"] = new JsonArray(
                Story("all acknowledged, out of order", isAcknowledged: true, "next next next settle 2 ok settle 1 ok next settle 3 ok next close"),
                Story("runs of failed and unknown ones", isAcknowledged: true, "next next next next next settle 1 failed settle 2 failed settle 3 unknown settle 5 ok next settle 4 ok next close"),
                Story("what is not known at the end is unknown", isAcknowledged: true, "next next settle 1 ok next close"),
                Story("with acks=0 nothing is told", isAcknowledged: false, "next settle 1 ok next settle 2 ok next close"),
                Story("a run is told until it must have been read", isAcknowledged: true, "next settle 1 failed quiet 1200 next close"),
                Story("more runs than a header holds", isAcknowledged: true, string.Concat(Enumerable.Range(1, 80).Select(n => $"next settle {n} {(n % 2 == 0 ? "ok" : "failed")} ")) + "next close")),
        };
        var text = vectors.ToJsonString(new JsonSerializerOptions { WriteIndented = true, NewLine = "\n", Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }) + "\n";
        var file = Repository.File("docs", "external-vectors.json");
        if (Environment.GetEnvironmentVariable(WriteVariable) is not null)
        {
            File.WriteAllText(file, text);
        }

        Assert.Equal(File.ReadAllText(file), text);
    }

    private static JsonObject Stamp(string topic, long microseconds)
    {
        using var sli = KafkaSli.Create(new KafkaSliOptions { TimeProvider = new FixedTime(microseconds) });
        using var producer = sli.MeasureProducer();
        return new JsonObject { ["topic"] = topic, ["sent_us"] = microseconds, ["header"] = Convert.ToBase64String(producer.Stamp(topic, 0)) };
    }

    /// <param name="name">What it is about.</param>
    /// <param name="isAcknowledged">Whether the cluster says what it has.</param>
    /// <param name="words">next: a number is given, and its header; settle: a number has ended; quiet: so many times a number is given and acknowledged; close: the closing record.</param>
    private static JsonObject Story(string name, bool isAcknowledged, string words)
    {
        var (numbers, steps) = (new SentNumbers(isAcknowledged), new JsonArray());
        var said = new Queue<string>(words.Split(' ', StringSplitOptions.RemoveEmptyEntries));
        while (said.TryDequeue(out var word))
        {
            switch (word)
            {
                case "next":
                    var (number, fates) = numbers.Next();
                    steps.Add($"next {Base64(new(Stream, LedgerHeader.CellHash(Cell), IsClosing: false, number, Interval, fates))}");
                    break;
                case "settle":
                    var (settled, fate) = (Count(said.Dequeue()), said.Dequeue());
                    numbers.Settle(settled, fate switch { "ok" => Fate.Acknowledged, "failed" => Fate.Failed, _ => Fate.Unknown });
                    steps.Add($"settle {settled} {fate}");
                    break;
                case "quiet":
                    var count = Count(said.Dequeue());
                    for (var i = 0; i < count; i++)
                    {
                        numbers.Settle(numbers.Next().Number, Fate.Acknowledged);
                    }

                    steps.Add($"quiet {count}");
                    break;
                default:
                    var (last, ends) = numbers.Close();
                    steps.Add($"close {Base64(new(Stream, LedgerHeader.CellHash(Cell), IsClosing: true, last, Interval, ends))}");
                    break;
            }
        }

        return new JsonObject { ["name"] = name, ["acknowledged"] = isAcknowledged, ["steps"] = steps };
    }

    private static long Count(string text) => long.Parse(text, System.Globalization.CultureInfo.InvariantCulture);

    private static string Base64(LedgerHeader header) => Convert.ToBase64String(header.ToBytes());

    private sealed class FixedTime(long microseconds) : TimeProvider
    {
        public override long GetTimestamp() => 0;

        public override DateTimeOffset GetUtcNow() => DateTimeOffset.UnixEpoch.AddTicks(microseconds * TimeSpan.TicksPerMicrosecond);
    }
}
