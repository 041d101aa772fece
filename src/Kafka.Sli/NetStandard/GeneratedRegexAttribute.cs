namespace System.Text.RegularExpressions;

/// <summary>No generator reads it here: what it marks is written by hand.</summary>
[Microsoft.CodeAnalysis.Embedded]
[AttributeUsage(AttributeTargets.Method)]
internal sealed class GeneratedRegexAttribute : Attribute
{
    public GeneratedRegexAttribute(string pattern, RegexOptions options, int matchTimeoutMilliseconds) =>
        (Pattern, Options, MatchTimeoutMilliseconds) = (pattern, options, matchTimeoutMilliseconds);

    public string Pattern { get; }

    public RegexOptions Options { get; }

    public int MatchTimeoutMilliseconds { get; }
}
