namespace Kafka.Sli.Probe.Ledger;

/// <summary>As the metrics and documents have them.</summary>
internal static class VerdictNames
{
    public static readonly IReadOnlyList<LedgerVerdict> All = Enum.GetValues<LedgerVerdict>();

    private static readonly string[] Names = [.. All.Select(v => v.ToString().ToLowerInvariant())];

    public static string Of(LedgerVerdict verdict) => Names[(int)verdict];
}
