namespace Kafka.Sli.Objectives;

/// <summary>
/// One of the multi-window, multi-burn-rate alerts of the Google SRE Workbook (chapter 5): it fires while a share of the error budget of the objective's own
/// window is being spent within <see cref="LongWindow"/>, and stops soon after the spending does, by <see cref="ShortWindow"/>.
/// </summary>
public sealed record BurnRateAlert
{
    private static readonly (AlertSeverity Severity, double Share, TimeSpan Long, TimeSpan Short)[] Workbook =
    [
        (AlertSeverity.Page, 0.02, TimeSpan.FromHours(1), TimeSpan.FromMinutes(5)),
        (AlertSeverity.Page, 0.05, TimeSpan.FromHours(6), TimeSpan.FromMinutes(30)),
        (AlertSeverity.Ticket, 0.10, TimeSpan.FromDays(1), TimeSpan.FromHours(2)),
        (AlertSeverity.Ticket, 0.10, TimeSpan.FromDays(3), TimeSpan.FromHours(6)),
    ];

    /// <summary>Whether somebody is to be woken.</summary>
    public required AlertSeverity Severity { get; init; }

    /// <summary>The share of the budget that it lets be spent within <see cref="LongWindow"/>: 0.02 is 2%.</summary>
    public required double BudgetShare { get; init; }

    /// <summary>The window over which the share counts.</summary>
    public required TimeSpan LongWindow { get; init; }

    /// <summary>The window by which it stops when the spending has stopped.</summary>
    public required TimeSpan ShortWindow { get; init; }

    /// <summary>The burn rate above which it fires, in both windows: 14.4 for 2% in an hour of 30 days.</summary>
    public required double Factor { get; init; }

    /// <summary>The alerts of an objective: those whose windows its own window holds.</summary>
    /// <param name="objective">The objective.</param>
    /// <returns>Four for an objective over 3 days or longer, none for one under an hour.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="objective"/> is <see langword="null"/>.</exception>
    public static IReadOnlyList<BurnRateAlert> Of(Objective objective)
    {
        ArgumentNullException.ThrowIfNull(objective);
        return
        [
            .. from alert in Workbook
               where alert.Long <= objective.Window
               select new BurnRateAlert
               {
                   Severity = alert.Severity,
                   BudgetShare = alert.Share,
                   LongWindow = alert.Long,
                   ShortWindow = alert.Short,
                   Factor = alert.Share * (objective.Window / alert.Long),
               },
        ];
    }

    /// <summary>Whether it can fire at all: no more than everything can be bad.</summary>
    /// <param name="objective">The objective that it is of.</param>
    /// <exception cref="ArgumentNullException"><paramref name="objective"/> is <see langword="null"/>.</exception>
    public bool CanFire(Objective objective)
    {
        ArgumentNullException.ThrowIfNull(objective);
        return Factor < 1 / objective.BadRatioAllowed;
    }
}
