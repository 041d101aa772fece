using Spectre.Console;
using Spectre.Console.Rendering;

namespace Kafka.Sli.Probe.Commands;

/// <summary>A table with all of its figures: a terminal breaks lines that are too long for it, where Spectre.Console would leave columns out, or the table.</summary>
internal static class WholeTable
{
    private const int Widest = 10_000;

    public static void Write(IAnsiConsole console, Table table)
    {
        var width = ((IRenderable)table).Measure(RenderOptions.Create(console), Widest).Max;
        console.Profile.Width = Math.Max(console.Profile.Width, width);
        console.Write(table);
    }
}
