using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace Kafka.Sli.EndToEnd.Browser;

/// <summary>What an open page makes of a stream that ends, and of a status that is another one.</summary>
public sealed class BoardFollowTests : IClassFixture<Chromium>, IClassFixture<ServedBoard>
{
    private const string Stream = "**/api/v1/status/stream";

    private readonly Chromium _chromium;
    private readonly ServedBoard _probe;

    public BoardFollowTests(Chromium chromium, ServedBoard probe)
    {
        Assert.SkipWhen(Chromium.WhyNot is not null, Chromium.WhyNot ?? "");
        (_chromium, _probe) = (chromium, probe);
    }

    [Theory]
    [InlineData(502)] // A proxy answers for a probe that restarts: the browser itself would not ask again.
    [InlineData(null)] // Nobody answers, and nobody hangs up.
    public async Task It_follows_again_where_the_browser_gives_up_or_waits_for_ever(int? answer)
    {
        await using var board = await OpenAsync();
        var asked = 0;
        await board.Page.RouteAsync(Stream, async route =>
        {
            if (Interlocked.Increment(ref asked) > 1)
            {
                await route.ContinueAsync();
            }
            else if (answer is { } status)
            {
                await route.FulfillAsync(new() { Status = status });
            }
        });

        await board.Page.ReloadAsync();

        await board.Page.Locator(".chart.produce canvas").WaitForAsync();
    }

    [Fact]
    public async Task What_the_plan_has_become_is_shown_on_a_page_that_is_open()
    {
        var before = await StatusAsync();
        var after = before.DeepClone();
        var objective = after["cells"]![0]!["objectives"]![0]!;
        objective["text"] = "produce: 99% < 2s over 3d as sent";
        (objective["threshold_seconds"], objective["window"]) = (2, "3d");
        objective["windows"]!.AsArray().RemoveAt(7);
        after["clusters"]![0]!["embedded"]!.AsArray().Add(new JsonObject { ["id"] = 4, ["is_down"] = false, ["is_slow"] = false, ["leads"] = 1 });
        await using var board = await OpenAsync();

        await TellAsync(board, before, after);

        await board.Button("Take down: broker 4").WaitForAsync();
        await Assertions.Expect(board.Page.Locator(".objective h3")).ToHaveTextAsync(["produce: 99% < 2s over 3d as sent", "delivery: 99% < 1s as read"]);
        await Assertions.Expect(board.Page.Locator(".objective").First.Locator("th[scope=col]")).ToHaveCountAsync(7);
        Assert.Empty(board.Complaints);
    }

    [Fact]
    public async Task A_window_that_is_known_as_a_whole_is_said_to_be()
    {
        var status = await StatusAsync();
        var (whole, part) = (status["cells"]![0]!["objectives"]![0]!, status["cells"]![0]!["objectives"]![1]!);
        (whole["window"], whole["known_for_seconds"], whole["error_budget_remaining"]) = ("1h", 7200.5, 1);
        (part["known_for_seconds"], part["error_budget_remaining"]) = (42.5, 0.25);
        await using var board = await OpenAsync();

        await TellAsync(board, status);

        await Assertions.Expect(board.Page.Locator(".objective .left").First).ToHaveTextAsync("100% of the error budget is left, over the last 1h.");
        await Assertions.Expect(board.Page.Locator(".objective .left").Nth(1)).ToHaveTextAsync("25% of the error budget is left, over the 42.5 s that are known of 30d.");
        await Assertions.Expect(board.Page.Locator(".cluster h2")).ToHaveTextAsync(new Regex("^Embedded cluster probe at "));
    }

    [Fact]
    public async Task Of_a_cell_that_is_not_at_work_nothing_is_said_to_be_0()
    {
        var status = await StatusAsync();
        var cell = status["cells"]![0]!;
        (cell["not_at_work"], cell["partitions"], cell["messages"]) = ("it is being started", 0, new JsonObject());
        await using var board = await OpenAsync();

        await TellAsync(board, status);

        await Assertions.Expect(board.Cell.Locator(".trouble")).ToHaveTextAsync("Not at work: it is being started");
        await Assertions.Expect(board.Cell.Locator(".about").First).Not.ToContainTextAsync("partition");
        await Assertions.Expect(board.Cell.Locator("dd")).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task What_does_not_change_is_not_made_anew_under_the_readers_eyes()
    {
        await using var board = await OpenAsync();
        await board.Page.Locator(".totals .met", new() { HasText = "2 met" }).WaitForAsync();

        var isKept = await board.Page.EvaluateAsync<bool>("""
            async () => {
              const parts = [...document.querySelectorAll('.totals li, .cell .badge, .ledger .facts div:nth-child(2), .objective .bad td')].flatMap(p => [p, ...p.childNodes]);
              for (let i = 0; i < 2; i++) {
                await new Promise(told => new MutationObserver((_, watch) => { watch.disconnect(); told(); }).observe(document.getElementById('freshness'), { childList: true }));
              }
              return parts.length > 20 && parts.every(p => p.isConnected);
            }
            """);

        Assert.True(isKept);
    }

    /// <summary>The page is told these, one after the other, and the last again and again.</summary>
    private static async Task TellAsync(OpenBoard board, params JsonNode[] statuses)
    {
        var left = new Queue<JsonNode>(statuses);
        await board.Page.RouteAsync(Stream, route => route.FulfillAsync(new()
        {
            ContentType = "text/event-stream",
            Body = $"retry: 200\nevent: status\ndata: {(left.Count > 1 ? left.Dequeue() : left.Peek()).ToJsonString()}\n\n",
        }));
        await board.Page.ReloadAsync();
    }

    /// <summary>One in which each objective has judged something: before that, nothing is known of a budget.</summary>
    private async Task<JsonNode> StatusAsync() =>
        JsonNode.Parse((await _probe.StatusAsync(s => s.GetProperty("cells")[0].GetProperty("objectives").EnumerateArray().All(o => o.GetProperty("good").GetInt64() > 0))).GetRawText())!;

    private Task<OpenBoard> OpenAsync() => OpenBoard.OpenAsync(_chromium, _probe.Http.BaseAddress!, View.Light);
}
