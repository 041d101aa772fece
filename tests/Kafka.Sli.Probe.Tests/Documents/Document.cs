using System.Text.RegularExpressions;

namespace Kafka.Sli.Probe.Tests.Documents;

/// <summary>One published page and what in it can be held to the code.</summary>
internal sealed partial record Document(string Name, string Text)
{
    private static readonly string[] Folders = [".", "docs", "deploy", "nuget", "benchmarks/results", "samples", ".github"];

    public static IReadOnlyList<Document> All { get; } =
    [
        .. Folders
            .Select(folder => Repository.File(folder))
            .Where(Directory.Exists)
            .SelectMany(folder => Directory.EnumerateFiles(folder, "*.md", folder.EndsWith("samples", StringComparison.Ordinal) ? SearchOption.AllDirectories : SearchOption.TopDirectoryOnly))
            .Select(file => new Document(Path.GetRelativePath(Repository.File(), file).Replace('\\', '/'), File.ReadAllText(file)))
            .OrderBy(d => d.Name, StringComparer.Ordinal),
    ];

    public IEnumerable<Fence> Fences() => Fenced().Matches(Text).Select(m => new Fence(
        $"{Name}:{1 + Text.AsSpan(0, m.Groups["open"].Index).Count('\n')}",
        m.Groups["language"].Value,
        m.Groups["context"].Success ? m.Groups["context"].Value : null,
        m.Groups["text"].Value));

    /// <summary>Lines of code that are indented rather than fenced.</summary>
    public IEnumerable<Fence> Indented() => IndentedCode().Matches(Fenced().Replace(Text, "")).Select(m => new Fence(Name, "", null, m.Value));

    /// <summary>Code in a line of text that is a whole command; a program with one word behind it names a command rather than giving it.</summary>
    public IEnumerable<Fence> Inline() => InlineCode().Matches(Fenced().Replace(Text, "")).Select(m => new Fence(Name, "", null, m.Value.Trim('`'))).Where(f => f.Text.Count(c => c == ' ') > 1);

    /// <summary>As GitHub makes them of headings.</summary>
    public ISet<string> Anchors()
    {
        var anchors = new HashSet<string>(StringComparer.Ordinal);
        foreach (Match heading in Heading().Matches(Fenced().Replace(Text, "")))
        {
            var anchor = string.Concat(NotInAnchors().Replace(Linked().Replace(heading.Groups["text"].Value, "$1").Trim(), "").Replace(' ', '-').Select(char.ToLowerInvariant));
            for (var (again, first) = (1, anchor); !anchors.Add(anchor); again++)
            {
                anchor = $"{first}-{again}";
            }
        }

        anchors.UnionWith(Named().Matches(Text).Select(m => m.Groups["id"].Value));
        return anchors;
    }

    public IEnumerable<string> Links() => Link().Matches(InlineCode().Replace(Fenced().Replace(Text, ""), "")).Select(m => m.Groups["target"].Value);

    [GeneratedRegex(@"(<!-- context: (?<context>[^\n]+?) -->\n\n?)?(?<open>^```(?<language>[\w-]*))[^\n]*\n(?<text>.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline | RegexOptions.ExplicitCapture)]
    private static partial Regex Fenced();

    [GeneratedRegex(@"(?<=\n\n)(    [^\n]*\n)+", RegexOptions.ExplicitCapture)]
    private static partial Regex IndentedCode();

    [GeneratedRegex(@"^#+ (?<text>.*)$", RegexOptions.Multiline | RegexOptions.ExplicitCapture)]
    private static partial Regex Heading();

    [GeneratedRegex(@"\[([^\]]*)\]\([^)]*\)")]
    private static partial Regex Linked();

    [GeneratedRegex(@"[^\w\- ]")]
    private static partial Regex NotInAnchors();

    [GeneratedRegex(@"<a (id|name)=""(?<id>[^""]+)""", RegexOptions.ExplicitCapture)]
    private static partial Regex Named();

    [GeneratedRegex(@"(\]\(|(href|src|srcset)="")(?<target>[^)\s""]+)", RegexOptions.ExplicitCapture)]
    private static partial Regex Link();

    [GeneratedRegex(@"`[^`\n]+`")]
    private static partial Regex InlineCode();
}
