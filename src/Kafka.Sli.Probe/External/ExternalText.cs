namespace Kafka.Sli.Probe.External;

/// <summary>What an external client says, as whoever watches may see it.</summary>
internal static class ExternalText
{
    private const int Longest = 2500;

    /// <summary>In one line, without what a terminal would obey, and no longer than anybody reads. What has to be hidden in it must be hidden before: half of a secret is not found any more.</summary>
    public static string OneLine(string text, int longest = Longest)
    {
        var shown = string.Concat(text.Take(longest).Select(c => char.IsControl(c) ? ' ' : c)).Trim();
        return text.Length > longest ? $"{shown} ..." : shown;
    }
}
