using System.Text.RegularExpressions;
using Kafka.Sli.Probe.Commands;

namespace Kafka.Sli.Probe.Tests.Documents;

public partial class CommandLineTests
{
    [Fact]
    public void Every_command_line_of_the_probe_in_the_pages_is_one_that_it_takes()
    {
        var lines = Document.All
            .SelectMany(page => page.Fences().Where(f => f.Language is "sh" or "bash" or "").Concat(page.Indented()).Concat(page.Inline()))
            .SelectMany(block => Started().Matches(block.Text.Replace("\\\n", " ", StringComparison.Ordinal)).Select(m => (block.Place, Arguments: m.Groups["arguments"].Value)))
            .ToArray();

        Assert.True(lines.Length > 20, $"only {lines.Length} command lines were found");
        var refused = lines
            .Select(l => (l.Place, l.Arguments, ProbeCommandLine.Parse(ProbeCommandLine.Root(), Split(l.Arguments)).Errors))
            .Where(l => l.Errors.Count > 0)
            .Select(l => $"{l.Place}: {l.Arguments}: {l.Errors[0].Message}");
        Assert.Empty(refused);
    }

    [Fact]
    public void Every_project_that_a_page_runs_is_there() =>
        Assert.DoesNotContain(Document.All.SelectMany(page => Project().Matches(page.Text).Select(m => m.Groups["path"].Value)), path => !Directory.Exists(Repository.File(path)));

    /// <summary>As a shell does, up to what is none of the program's business.</summary>
    private static string[] Split(string line) =>
        [.. Word().Matches(line).Select(m => m.Value).TakeWhile(w => w[0] is not ('#' or '>' or '|' or '&' or ';' or ')')).Select(w => w.Replace("\"", "", StringComparison.Ordinal).Replace("'", "", StringComparison.Ordinal))];

    [GeneratedRegex(@"(?<=^|\()[ ]*(\$ )?(kafka-sli-probe|dotnet run --project src/Kafka\.Sli\.Probe( --)?)(?<arguments>( [^\n]*)?)$", RegexOptions.Multiline | RegexOptions.ExplicitCapture)]
    private static partial Regex Started();

    [GeneratedRegex(@"dotnet run [^\n`]*--project (?<path>[\w./-]+)", RegexOptions.ExplicitCapture)]
    private static partial Regex Project();

    [GeneratedRegex("""("[^"]*"|'[^']*'|[^\s"'])+""", RegexOptions.ExplicitCapture)]
    private static partial Regex Word();
}
