using Kafka.Sli.Lab.Report;
using Kafka.Sli.Probe.Ledger;

namespace Kafka.Sli.Lab.Restarts;

/// <summary>What a fleet's counters came to, held against the log itself.</summary>
internal static class FleetAccount
{
    private static readonly LedgerVerdict[] Reported = [LedgerVerdict.Delivered, LedgerVerdict.Failed, LedgerVerdict.Unknown, LedgerVerdict.Lost, LedgerVerdict.Duplicate];

    /// <param name="fleet">Of which all have ended.</param>
    /// <param name="log">Whole.</param>
    /// <param name="told">As the report calls what was done.</param>
    /// <param name="rounds">How often.</param>
    /// <param name="spans">By which the ledger judges.</param>
    public static void IsExact(ProbeFleet fleet, WholeLog log, string told, int rounds, LedgerSpans spans)
    {
        var (numbers, judged) = (log.LastNumbers.Values.Sum(), log.Judge(spans));
        LabReport.Restarts.Add([told, Figure.Count(rounds), Figure.Count(numbers), .. Reported.Select(v => Figure.Count(fleet.Sum(v)))]);
        Assert.Equal(numbers, fleet.Sum(LedgerVerdict.Delivered, LedgerVerdict.Lost, LedgerVerdict.Failed, LedgerVerdict.Unknown));
        Assert.Equal(log.Distinct, fleet.Sum(LedgerVerdict.Delivered));
        Assert.Equal(0, fleet.Sum(LedgerVerdict.Lost));
        Assert.All(VerdictNames.All.Where(v => v != LedgerVerdict.Late), verdict => Assert.Equal(judged[verdict], fleet.Sum(verdict)));
    }
}
