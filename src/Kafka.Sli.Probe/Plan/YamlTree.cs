using YamlDotNet.Core;
using YamlDotNet.Core.Events;
using YamlDotNet.RepresentationModel;

namespace Kafka.Sli.Probe.Plan;

/// <summary>Text to a tree that knows where each of its nodes stood. Whatever the text is, it ends with a tree or a fault.</summary>
internal static class YamlTree
{
    private const int DeepestNesting = 32;

    /// <summary>A thousand aliases of a thousand aliases are a megabyte of text and a terabyte of plan.</summary>
    private const int MostAliases = 100;

    /// <returns><see langword="null"/> when there is a fault.</returns>
    public static YamlNode? Read(string text, PlanFaults faults)
    {
        try
        {
            if (!IsReasonable(text, faults))
            {
                return null;
            }

            var stream = new YamlStream();
            stream.Load(new StringReader(text));
            if (stream.Documents.Count == 1)
            {
                return stream.Documents[0].RootNode;
            }

            var place = stream.Documents.Count == 0 ? new PlanPlace(1, 1, "") : PlaceOf(stream.Documents[1].RootNode, "");
            faults.Add(place, stream.Documents.Count == 0 ? "the file is empty; a plan begins with 'clusters:'" : "a second document begins here; a plan is one");
        }
        catch (YamlException e)
        {
            var lineOfTab = Array.FindIndex(text.Split('\n'), static line => line.TrimStart() is { Length: > 0 } written && line[..^written.Length].Contains('\t', StringComparison.Ordinal));
            faults.Add(
                lineOfTab < 0 ? new PlanPlace(e.Start.Line, e.Start.Column, "") : new PlanPlace(lineOfTab + 1, 1, ""),
                lineOfTab < 0 ? $"is no YAML: {OneLine(e)}" : "a tab is before this line's text; YAML wants blanks");
        }
        catch (Exception e) when (e is ArgumentException or InvalidOperationException or FormatException or OverflowException or KeyNotFoundException)
        {
            // The parser's own slips, on texts that nobody writes.
            faults.Add(new PlanPlace(1, 1, ""), $"is no YAML: {e.Message.ReplaceLineEndings(" ")}");
        }

        return null;
    }

    public static PlanPlace PlaceOf(YamlNode node, string path) => new(node.Start.Line, node.Start.Column, path);

    /// <summary>The parser keeps its own stack, but what builds the tree calls itself: depth is looked at before.</summary>
    private static bool IsReasonable(string text, PlanFaults faults)
    {
        var parser = new Parser(new StringReader(text));
        var (depth, aliases) = (0, 0);
        while (parser.MoveNext())
        {
            var current = parser.Current!;
            depth += current.NestingIncrease;
            aliases += current is AnchorAlias ? 1 : 0;
            if (depth > DeepestNesting || aliases > MostAliases)
            {
                var what = depth > DeepestNesting ? "is nested too deep" : "has too many aliases";
                faults.Add(new PlanPlace(current.Start.Line, current.Start.Column, ""), $"{what} for a plan");
                return false;
            }
        }

        return true;
    }

    private static string OneLine(YamlException e)
    {
        var innermost = e.InnerException is YamlException inner ? inner : e;
        return innermost.Message.ReplaceLineEndings(" ").TrimEnd('.');
    }
}
