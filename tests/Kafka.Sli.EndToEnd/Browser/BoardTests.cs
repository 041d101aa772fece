using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;

namespace Kafka.Sli.EndToEnd.Browser;

public sealed class BoardTests : IClassFixture<Chromium>, IClassFixture<ServedBoard>
{
    /// <summary>Where the screenshots go to; <c>docs/images</c> for those that the documents show.</summary>
    private const string ScreenshotsVariable = "BOARD_SCREENSHOTS";

    private const int Tries = 3;

    private static readonly TimeSpan SoonEnough = TimeSpan.FromSeconds(2);

    private readonly Chromium _chromium;
    private readonly ServedBoard _probe;

    public BoardTests(Chromium chromium, ServedBoard probe)
    {
        Assert.SkipWhen(Chromium.WhyNot is not null, Chromium.WhyNot ?? "");
        (_chromium, _probe) = (chromium, probe);
    }

    public static TheoryData<string> Views => [.. View.All.Select(v => v.Name)];

    [Fact]
    public async Task A_fault_moves_the_SLI_on_the_page_within_two_seconds_of_its_button()
    {
        await using var board = await OpenAsync(View.Light);
        await board.HealAsync();
        var best = TimeSpan.MaxValue;
        for (var attempt = 0; attempt < Tries && best > SoonEnough; attempt++)
        {
            // By the page's own clock, from the click to the change of the number, so that the way to the browser and back is not in it.
            await board.Bad.EvaluateAsync("""
                bad => {
                  window.moved = null;
                  let pressed = null;
                  document.querySelector('[aria-label="Take down: broker 1"]').addEventListener('click', () => pressed = performance.now(), { once: true });
                  const before = bad.textContent;
                  new MutationObserver((_, watch) => {
                    if (pressed && bad.textContent !== before) { window.moved = performance.now() - pressed; watch.disconnect(); }
                  }).observe(bad, { childList: true, characterData: true, subtree: true });
                }
                """);
            await board.Button("Take down: broker 1").ClickAsync();
            var moved = await board.Page.WaitForFunctionAsync("() => window.moved");
            var took = TimeSpan.FromMilliseconds(await moved.JsonValueAsync<double>());
            best = took < best ? took : best;
            await board.HealAsync();
        }

        TestContext.Current.TestOutputHelper?.WriteLine($"the SLI moved {best.TotalMilliseconds:0} ms after the click");

        // A machine that is busy with something else may be slow once, not each time.
        Assert.InRange(best, TimeSpan.Zero, SoonEnough);
        Assert.Empty(board.Complaints);
    }

    [Theory]
    [MemberData(nameof(Views))]
    public async Task It_reads_well(string name)
    {
        var view = View.All.Single(v => v.Name == name);
        await using var board = await OpenAsync(view);
        await board.Page.WaitForTimeoutAsync(3000);
        await board.Button("Take down: broker 2").ClickAsync();
        await board.Page.Locator(".outages .lanes canvas").WaitForAsync();
        await board.Page.WaitForTimeoutAsync(3000);

        await board.Page.ScreenshotAsync(new() { Path = Artefact($"board-{view.Name}.png"), FullPage = true });

        Assert.True(await board.Page.EvaluateAsync<bool>("() => document.documentElement.scrollWidth <= innerWidth"), "the page is wider than the screen");
        Assert.True(view == View.Phone || await board.Page.EvaluateAsync<bool>("() => [...document.querySelectorAll('.objective .scroll')].every(t => t.scrollWidth <= t.clientWidth)"), "not every window is in sight");
        Assert.Empty(board.Complaints);
        Assert.All(board.Asked, asked => Assert.True(asked.Scheme == "data" || asked.Authority == _probe.Http.BaseAddress!.Authority, $"{asked} is elsewhere"));
        await board.HealAsync();
    }

    [Theory]
    [MemberData(nameof(Views))]
    public async Task Nothing_is_in_the_way_of_a_screen_reader_or_of_weak_eyes(string name)
    {
        await using var board = await OpenAsync(View.All.Single(v => v.Name == name), isPolicyOff: true);
        await AssertAccessibleAsync(board);

        await board.Button("Make slow: broker 2").ClickAsync();
        await board.Button("Take down: broker 1").ClickAsync();
        await board.Page.Locator(".outages .lanes canvas").WaitForAsync();
        await board.Page.Locator(".outages .more summary").ClickAsync();
        await AssertAccessibleAsync(board);
        await board.HealAsync();
    }

    [Fact]
    public async Task The_keyboard_alone_does_everything()
    {
        await using var board = await OpenAsync(View.Light);
        await board.Page.Keyboard.PressAsync("Tab");
        Assert.Equal("Skip to the cells", await Focused(board));

        await board.Button("Make slow: broker 3").FocusAsync();
        await board.Page.Keyboard.PressAsync("Enter");
        await board.Page.Locator("[aria-label='Make slow: broker 3'][aria-pressed='true']").WaitForAsync();
        await board.Page.Keyboard.PressAsync("Space");
        await board.Page.Locator("[aria-label='Make slow: broker 3'][aria-pressed='false']").WaitForAsync();
        Assert.Equal("Make slow", await Focused(board));

        await board.Cell.Locator("summary").First.FocusAsync();
        await board.Page.Keyboard.PressAsync("Enter");
        await board.Page.Locator(".cell:not([open])").WaitForAsync();
        await board.Page.Keyboard.PressAsync("Enter");
        await board.Page.Locator(".cell[open] .chart.delivery canvas").WaitForAsync();
        await board.HealAsync();
    }

    [Fact]
    public async Task What_changes_is_announced_in_words()
    {
        await using var served = new ServedBoard();
        await served.InitializeAsync();
        await using var board = await OpenBoard.OpenAsync(_chromium, served.Http.BaseAddress!, View.Light);
        await board.Page.Locator(".cell .badge.met").First.WaitForAsync();

        await board.Button("Take down: broker 1").ClickAsync();

        await board.Page.Locator("#announcements", new() { HasText = "in probe is exhausted" }).WaitForAsync(new() { State = WaitForSelectorState.Attached });
    }

    [Fact]
    public async Task It_says_so_when_what_it_shows_is_old_and_when_the_probe_itself_stood_still()
    {
        await using var served = new ServedBoard();
        await served.InitializeAsync();
        await using var board = await OpenBoard.OpenAsync(_chromium, served.Http.BaseAddress!, View.Light);

        served.Probe.SignalStop();
        await board.Page.Locator(".notice.grave", new() { HasText = "No news from the probe" }).WaitForAsync();
        Assert.True(await board.Page.EvaluateAsync<bool>("() => document.body.classList.contains('is-stale')"));

        served.Probe.SignalContinue();
        await board.Page.Locator(".notice", new() { HasText = "The probe itself stood still for" }).WaitForAsync();
        await board.Page.Locator("body:not(.is-stale)").WaitForAsync();

        served.Probe.SignalKill();
        await board.Page.Locator(".notice.grave", new() { HasText = "No news from the probe" }).WaitForAsync();
    }

    private static async Task AssertAccessibleAsync(OpenBoard board)
    {
        var found = await board.Page.RunAxe(new AxeRunOptions { RunOnly = RunOnlyOptions.Tags("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice") });

        Assert.NotEmpty(found.Passes);
        Assert.True(found.Violations.Length == 0, string.Join('\n', found.Violations.SelectMany(v => v.Nodes.Select(n => $"{v.Id}: {v.Help}: {n.Html} {string.Join("; ", n.Any.Select(a => a.Message))}"))));
    }

    private static string Artefact(string file)
    {
        var folder = Directory.CreateDirectory(Environment.GetEnvironmentVariable(ScreenshotsVariable) ?? Repository.File("artifacts", "board"));
        return Path.Combine(folder.FullName, file);
    }

    private static Task<string> Focused(OpenBoard board) => board.Page.EvaluateAsync<string>("() => document.activeElement.textContent");

    private Task<OpenBoard> OpenAsync(View view, bool isPolicyOff = false) => OpenBoard.OpenAsync(_chromium, _probe.Http.BaseAddress!, view, isPolicyOff);
}
