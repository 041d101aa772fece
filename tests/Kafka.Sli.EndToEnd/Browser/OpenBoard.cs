using System.Collections.Concurrent;
using Microsoft.Playwright;

namespace Kafka.Sli.EndToEnd.Browser;

/// <summary>The board in one tab of a browser.</summary>
internal sealed class OpenBoard : IAsyncDisposable
{
    private readonly IBrowserContext _context;

    private OpenBoard(IBrowserContext context, IPage page)
    {
        _context = context;
        Page = page;
        page.Console += (_, message) =>
        {
            if (message.Type is "error" or "warning")
            {
                Complaints.Enqueue(message.Text);
            }
        };
        page.PageError += (_, error) => Complaints.Enqueue(error);
        page.Request += (_, request) => Asked.Enqueue(new Uri(request.Url));
    }

    public IPage Page { get; }

    /// <summary>What the browser found wrong.</summary>
    public ConcurrentQueue<string> Complaints { get; } = new();

    /// <summary>What it was made to ask for.</summary>
    public ConcurrentQueue<Uri> Asked { get; } = new();

    public ILocator Cell => Page.Locator(".cell").First;

    /// <summary>The bad events of the first objective, in its shortest window.</summary>
    public ILocator Bad => Page.Locator(".objective").First.Locator(".bad td").First;

    /// <param name="chromium">The browser.</param>
    /// <param name="address">The board's.</param>
    /// <param name="view">How it is looked at.</param>
    /// <param name="isPolicyOff">For tools that put code of theirs into the page.</param>
    public static async Task<OpenBoard> OpenAsync(Chromium chromium, Uri address, View view, bool isPolicyOff = false)
    {
        var context = await chromium.NewContextAsync(new()
        {
            ColorScheme = view.Colours,
            ViewportSize = new() { Width = view.Width, Height = view.Height },
            BypassCSP = isPolicyOff,
            ReducedMotion = ReducedMotion.Reduce,
        });
        var board = new OpenBoard(context, await context.NewPageAsync());
        await board.Page.GotoAsync(address.ToString());
        await board.Page.Locator(".chart.produce canvas").WaitForAsync();
        return board;
    }

    public ILocator Button(string name) => Page.GetByRole(AriaRole.Button, new() { Name = name, Exact = true });

    /// <summary>Every broker is up, and nothing is late any more.</summary>
    public async Task HealAsync()
    {
        await Button("Heal everything").ClickAsync();
        await Page.Locator(".cell .facts div", new() { HasText = "Outages now" }).Locator("dd", new() { HasTextRegex = new("^0$") }).WaitForAsync();
    }

    public async ValueTask DisposeAsync() => await _context.CloseAsync();
}
