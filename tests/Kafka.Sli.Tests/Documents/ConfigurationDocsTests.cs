using System.Text.RegularExpressions;

namespace Kafka.Sli.Tests.Documents;

public partial class ConfigurationDocsTests
{
    /// <summary>Set it to write the tables anew after a change of the options.</summary>
    private const string WriteVariable = "KAFKA_SLI_WRITE_SCHEMAS";

    private static readonly string Docs = Repository.File("docs", "configuration.md");

    [Theory]
    [InlineData("service")]
    [InlineData("client")]
    public void The_published_options_are_those_of_the_types(string table)
    {
        var generated = table == "service" ? ConfigurationReference.OfService() : ConfigurationReference.OfClient();
        var published = Table(table).Match(File.ReadAllText(Docs));
        Assert.True(published.Success, $"docs/configuration.md has no place for the options of a {table}");
        if (Environment.GetEnvironmentVariable(WriteVariable) is not null)
        {
            File.WriteAllText(Docs, Table(table).Replace(File.ReadAllText(Docs), m => $"{m.Groups["begin"].Value}{generated}{m.Groups["end"].Value}"));
            return;
        }

        Assert.Equal(generated, published.Groups["table"].Value);
    }

    [Fact]
    public void Every_environment_variable_that_is_read_is_in_the_docs()
    {
        var sources = Directory.EnumerateFiles(Repository.File("src"), "*.cs", SearchOption.AllDirectories).Where(f => !f.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal));
        var read = sources.SelectMany(f => Variable().Matches(File.ReadAllText(f)).Select(m => m.Groups["name"].Value)).Distinct().ToArray();
        var docs = File.ReadAllText(Docs);

        Assert.Contains("KAFKA_SLI_DISABLED", read);
        Assert.All(read, name => Assert.Contains($"`{name}`", docs, StringComparison.Ordinal));
    }

    private static Regex Table(string name) => new($"(?<begin><!-- generated: {name} -->\n)(?<table>.*?)(?<end><!-- end of {name} -->)", RegexOptions.Singleline | RegexOptions.ExplicitCapture);

    [GeneratedRegex(@"""(?<name>(KAFKA_SLI_|OTEL_)[A-Z_]*[A-Z]|KAFKA_HOME|JAVA_HOME)""", RegexOptions.ExplicitCapture)]
    private static partial Regex Variable();
}
