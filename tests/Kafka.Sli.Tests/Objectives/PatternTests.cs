using System.IO.Enumeration;
using CsCheck;
using Kafka.Sli.Objectives;

namespace Kafka.Sli.Tests.Objectives;

public class PatternTests
{
    private static readonly Gen<string> Texts = Gen.String[Gen.Char["ab*?."], 0, 8];

    /// <summary>Those of .NET are matched by .NET; for netstandard2.0 the library matches them itself.</summary>
    [Fact]
    public void A_topic_is_covered_by_the_patterns_that_match_it_as_a_files_name()
    {
        Gen.Select(Texts, Texts).Sample(
            (pattern, topic) => Assert.Equal(
                FileSystemName.MatchesSimpleExpression(pattern, topic, ignoreCase: false), Of(pattern).CoversDestination(topic)),
            iter: 100_000);
    }

    private static Objective Of(string pattern) => new()
    {
        Indicator = ServiceLevelIndicator.Produce,
        Destinations = [pattern],
        Threshold = TimeSpan.FromSeconds(1),
        Target = 0.99,
    };
}
