using System.IO.Enumeration;

namespace Kafka.Sli.Objectives;

/// <summary>
/// A service level objective: the share of events that has to end well within a threshold.
/// Written in one line as <c>produce of orders-*: 99.999% &lt; 5s over 30d</c>.
/// </summary>
public sealed record Objective
{
    /// <summary>The window of an objective that names none: 30 days.</summary>
    public static readonly TimeSpan DefaultWindow = TimeSpan.FromDays(30);

    /// <summary>
    /// The objective's name in metrics (<c>kafka.sli.objective</c>), unique among the objectives in force.
    /// When it is not set it is made of indicator, destinations, client and threshold: <c>produce-orders-*-5s</c>.
    /// </summary>
    public string Name { get => field ?? ObjectiveText.DefaultName(this); init; }

    /// <summary>The indicator that is judged.</summary>
    public required ServiceLevelIndicator Indicator { get; init; }

    /// <summary>
    /// The topics that are covered, each a name or a pattern with <c>*</c> and <c>?</c>; empty for all. Only of
    /// <see cref="ServiceLevelIndicator.Produce"/> and <see cref="ServiceLevelIndicator.Delivery"/>: a transaction, a commit or a rebalance spans topics.
    /// </summary>
    public IReadOnlyList<string> Destinations { get; init; } = [];

    /// <summary>The client that is covered, a name or a pattern with <c>*</c> and <c>?</c>; <see langword="null"/> for all.</summary>
    public string? Client { get; init; }

    /// <summary>The longest latency, inclusive, of a good event. More than zero.</summary>
    public required TimeSpan Threshold { get; init; }

    /// <summary>The share of good events among the good and bad ones that is promised: more than 0, less than 1.</summary>
    public required double Target { get; init; }

    /// <summary>The time over which <see cref="Target"/> is promised. At least as long as <see cref="Threshold"/>.</summary>
    public TimeSpan Window { get; init; } = DefaultWindow;

    /// <summary>Reads the one-line form.</summary>
    /// <param name="text">For example <c>delivery of orders-* by checkout: 99% &lt; 40ms over 7d as checkout-freshness</c>.</param>
    /// <exception cref="FormatException">The text is no objective; the message points at the place and says what would be right.</exception>
    public static Objective Parse(string text) =>
        TryParse(text, out var objective, out var error) ? objective : throw new FormatException(error);

    /// <summary>Reads the one-line form without throwing.</summary>
    /// <param name="text">The one-line form, as for <see cref="Parse"/>.</param>
    /// <param name="objective">What was read.</param>
    /// <param name="error">One line that points at the place and says what would be right.</param>
    public static bool TryParse(
        string? text,
        [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out Objective? objective,
        [System.Diagnostics.CodeAnalysis.NotNullWhen(false)] out string? error) =>
        ObjectiveText.TryParse(text, out objective, out error);

    /// <summary>The one-line form, as <see cref="Parse"/> reads it.</summary>
    public override string ToString() => ObjectiveText.Format(this);

    /// <summary>Which events it counts, and how: the same text for two objectives that only promise differently.</summary>
    internal string Counted => (this with { Name = null!, Target = 0.5, Window = DefaultWindow }).ToString();

    /// <summary>1 less the target, without the error that a binary fraction would bring in.</summary>
    internal double BadRatioAllowed => (double)(1 - (decimal)Target);

    /// <summary>Not only below 1: what is closer to it than a decimal can tell has no budget either.</summary>
    private bool LeavesBudget => Target is > 0 and < 1 && BadRatioAllowed > 0;

    internal bool CoversClient(string? client) =>
        Client is null || (client is not null && FileSystemName.MatchesSimpleExpression(Client, client, ignoreCase: false));

    internal bool CoversDestination(string topic) =>
        Destinations.Count == 0 || Destinations.Any(d => FileSystemName.MatchesSimpleExpression(d, topic, ignoreCase: false));

    /// <summary>What is wrong with it, in one line, or <see langword="null"/>.</summary>
    internal string? Fault() => this switch
    {
        { Threshold.Ticks: <= 0 } => $"objective '{Name}': threshold {DurationText.Format(Threshold)} must be more than 0",
        { LeavesBudget: false } => $"objective '{Name}': target {Target * 100:0.######}% must be more than 0% and less than 100%, " +
            "for a target of 100% leaves no error budget",
        _ when Window < Threshold => $"objective '{Name}': window {DurationText.Format(Window)} must be at least " +
            $"the threshold, {DurationText.Format(Threshold)}",
        { Destinations.Count: > 0, Indicator: not (ServiceLevelIndicator.Produce or ServiceLevelIndicator.Delivery) } =>
            $"objective '{Name}': {IndicatorNames.Of(Indicator)} is of a client, not of a topic; leave out 'of {string.Join(',', Destinations)}', or name a client with 'by …'",
        _ when Destinations.Any(string.IsNullOrWhiteSpace) => $"objective '{Name}': a topic must not be empty; leave them out for all topics",
        _ when Client is not null && string.IsNullOrWhiteSpace(Client) => $"objective '{Name}': client must not be empty; leave it out for all clients",
        _ when string.IsNullOrWhiteSpace(Name) => "objective: name must not be empty",
        _ => null,
    };
}
