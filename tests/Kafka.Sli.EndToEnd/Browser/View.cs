using Microsoft.Playwright;

namespace Kafka.Sli.EndToEnd.Browser;

/// <summary>How somebody looks at the board.</summary>
public sealed record View(string Name, ColorScheme Colours, int Width, int Height)
{
    public static readonly View Light = new("light", ColorScheme.Light, 1280, 900);

    public static readonly View Dark = new("dark", ColorScheme.Dark, 1280, 900);

    public static readonly View Phone = new("phone", ColorScheme.Light, 390, 844);

    public static IReadOnlyList<View> All { get; } = [Light, Dark, Phone];
}
