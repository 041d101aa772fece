namespace Kafka.Sli.Probe.Slo;

/// <summary>Where whoever is woken by an alert reads on: <c>docs/runbook.md</c> has a section for each.</summary>
internal sealed record Runbook(string Address)
{
    /// <summary>The project has no address of its own: as it stands in the repository.</summary>
    public static readonly Runbook Default = new("docs/runbook.md");

    /// <summary>A heading's anchor, as renderers of Markdown make it.</summary>
    public string Section(string alert) => $"{Address}#{alert.ToLowerInvariant()}";

    /// <returns><see langword="null"/> when the text is no address to which an anchor can be added.</returns>
    public static Runbook? Parse(string text) =>
        text.Length > 0 && !text.Contains('#', StringComparison.Ordinal) && !text.Contains("{{", StringComparison.Ordinal) && Uri.IsWellFormedUriString(text, UriKind.RelativeOrAbsolute)
            ? new(text)
            : null;
}
