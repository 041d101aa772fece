using Microsoft.Playwright;

namespace Kafka.Sli.EndToEnd.Browser;

/// <summary>A browser without a window. It asks nobody on the network anything by itself.</summary>
public sealed class Chromium : IAsyncLifetime
{
    private static readonly string[] Quiet =
    [
        "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync",
    ];

    /// <summary>A bound for what never comes, not for what is slow.</summary>
    private const float Patience = 60_000;

    private static readonly string? Program = Installed.Find("CHROMIUM", "chromium", "chromium-browser", "google-chrome");

    private IPlaywright? _playwright;
    private IBrowser? _browser;

    public static string? WhyNot => Program is null ? "there is no Chromium (Debian: apt-get install chromium), or CHROMIUM does not say where" : null;

    public async Task<IBrowserContext> NewContextAsync(BrowserNewContextOptions options)
    {
        var context = await _browser!.NewContextAsync(options);
        context.SetDefaultTimeout(Patience);
        return context;
    }

    public async ValueTask InitializeAsync()
    {
        if (Program is null)
        {
            return;
        }

        Assertions.SetDefaultExpectTimeout(Patience);

        // Without a sandbox, for containers run their tests as root.
        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(new() { ExecutablePath = Program, Args = [.. Quiet, "--no-sandbox"] });
    }

    public async ValueTask DisposeAsync()
    {
        if (_browser is not null)
        {
            await _browser.CloseAsync();
        }

        _playwright?.Dispose();
    }
}
