namespace Kafka.Sli.EndToEnd.Browser;

/// <summary>The numbers as the page writes them.</summary>
public sealed class FormatTests : IClassFixture<Chromium>, IClassFixture<ServedBoard>
{
    private readonly Chromium _chromium;
    private readonly ServedBoard _probe;

    public FormatTests(Chromium chromium, ServedBoard probe)
    {
        Assert.SkipWhen(Chromium.WhyNot is not null, Chromium.WhyNot ?? "");
        (_chromium, _probe) = (chromium, probe);
    }

    private static readonly (string Call, string Written)[] Numbers =
    [
        ("share(0.9996, 0.999)", "99.96%"),
        ("share(0.99999, 0.999)", "99.99%"),
        ("share(1, 0.999)", "100%"),
        ("share(0.9999999, 0.99999)", "99.9999%"),
        ("share(0.5, 0.9)", "50.0%"),
        ("share(0.58, 0.9)", "58.0%"),
        ("share(0.952, 0.9)", "95.2%"),
        ("share(0, 0.99)", "0.0%"),
        ("share(null, 0.99)", "–"),
        ("duration(0)", "0"),
        ("duration(null)", "–"),
        ("duration(0.0000421)", "42.1 µs"),
        ("duration(0.00542)", "5.42 ms"),
        ("duration(0.1)", "100 ms"),
        ("duration(1)", "1 s"),
        ("duration(59.96)", "60 s"),
        ("duration(61.9)", "1 min 1 s"),
        ("duration(3725)", "1 h 2 min"),
        ("duration(300000)", "3 days"),
        ("rate(0.01)", "<0.1"),
        ("rate(14.44)", "14.4"),
        ("rate(1234.5)", "1235"),
        ("plural(1, 'partition')", "1 partition"),
        ("plural(1200, 'partition')", "1,200 partitions"),
    ];

    [Fact]
    public async Task A_number_is_written_for_a_reader_and_a_share_is_never_rounded_up()
    {
        await using var board = await OpenBoard.OpenAsync(_chromium, _probe.Http.BaseAddress!, View.Light);

        foreach (var (call, written) in Numbers)
        {
            var text = await board.Page.EvaluateAsync<string>("async ([name, given]) => (await import('/format.js'))[name](...given)", Parse(call));

            Assert.Equal($"{call} is {written}", $"{call} is {text}");
        }
    }

    [Fact]
    public async Task A_time_has_its_day_where_that_is_not_today()
    {
        await using var board = await OpenBoard.OpenAsync(_chromium, _probe.Http.BaseAddress!, View.Light);

        var texts = await board.Page.EvaluateAsync<string[]>("""
            async () => {
              const { clock } = await import('/format.js');
              const noon = new Date(2026, 1, 3, 12, 0, 5);
              return [clock(noon, new Date(2026, 1, 3, 23)), clock(noon, new Date(2026, 1, 4, 0)), clock(noon, new Date(2026, 2, 3, 12))];
            }
            """);

        Assert.Equal(["12:00:05", "3 Feb, 12:00:05", "3 Feb, 12:00:05"], texts);
    }

    private static object[] Parse(string call)
    {
        var (name, given) = (call[..call.IndexOf('(', StringComparison.Ordinal)], call[(call.IndexOf('(', StringComparison.Ordinal) + 1)..^1]);
        return [name, given.Split(", ").Select(g => g switch { "null" => null, ['\'', .., '\''] => (object)g[1..^1], _ => double.Parse(g, System.Globalization.CultureInfo.InvariantCulture) }).ToArray()];
    }
}
