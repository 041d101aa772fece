namespace Kafka.Sli.Probe.Tests.Documents;

public class LinkTests
{
    [Fact]
    public void Every_link_of_a_page_to_another_one_or_to_a_section_has_its_end()
    {
        var dead = Document.All
            .SelectMany(page => page.Links().Where(link => !link.Contains("://", StringComparison.Ordinal) && !link.StartsWith("mailto:", StringComparison.Ordinal)).Select(link => (page, link)))
            .Where(l => !HasEnd(l.page, l.link))
            .Select(l => $"{l.page.Name}: {l.link}");

        Assert.Empty(dead);
    }

    [Fact]
    public void Every_page_of_the_docs_can_be_reached_from_the_readme()
    {
        var pages = Document.All.ToDictionary(d => d.Name);
        var reached = new HashSet<string>(["README.md"], StringComparer.Ordinal);
        var toLook = new Stack<string>(reached);
        while (toLook.TryPop(out var name))
        {
            foreach (var next in pages[name].Links().Select(link => Target(pages[name], link)).OfType<string>().Where(t => pages.ContainsKey(t) && reached.Add(t)))
            {
                toLook.Push(next);
            }
        }

        Assert.Empty(pages.Keys.Where(p => p.StartsWith("docs/", StringComparison.Ordinal)).Except(reached));
    }

    private static bool HasEnd(Document page, string link)
    {
        var anchor = link.Split('#') is [_, var section] ? section : null;
        return Target(page, link) is { } target
            && (anchor is null || (Document.All.FirstOrDefault(d => d.Name == target) is { } other && other.Anchors().Contains(anchor)));
    }

    /// <returns><see langword="null"/> for what is not there.</returns>
    private static string? Target(Document page, string link)
    {
        if (link.Contains("://", StringComparison.Ordinal))
        {
            return null;
        }

        var path = link.Split('#')[0];
        var file = path.Length == 0 ? Repository.File(page.Name) : Path.GetFullPath(Path.Combine(Path.GetDirectoryName(Repository.File(page.Name))!, path));
        return File.Exists(file) || Directory.Exists(file) ? Path.GetRelativePath(Repository.File(), file).Replace('\\', '/') : null;
    }
}
