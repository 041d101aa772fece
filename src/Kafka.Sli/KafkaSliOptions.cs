using Kafka.Sli.Objectives;

namespace Kafka.Sli;

/// <summary>What is measured and judged. Fixed once the first client is decorated.</summary>
public sealed class KafkaSliOptions
{
    /// <summary>
    /// How many topics are known by name in metrics when nothing else is said. The OpenTelemetry SDK keeps 2,000 attribute
    /// sets of an instrument; this leaves each topic five of them, one for success and four for ways to fail.
    /// </summary>
    public const int DefaultDestinationLimit = 400;

    /// <summary>The objectives by which events are judged. Empty by default: then latencies are recorded, and nothing is judged.</summary>
    public ObjectiveCollection Objectives { get; } = [];

    /// <summary>
    /// A folder of this process alone in which the error budgets are kept over a restart; <see langword="null"/> keeps them in memory only.
    /// It is written to every ten seconds at most, and at the end.
    /// </summary>
    public string? ErrorBudgetFolder { get; set; }

    /// <summary>What keeps the error budgets over a restart where a folder cannot; <see langword="null"/> for nothing.</summary>
    public ErrorBudgetStore? ErrorBudgetStore { get; set; }

    /// <summary>Whether messages are given the header <c>kafka-sli-sent</c>, from which their consumers tell their age.</summary>
    public bool SentStamp { get; set; } = true;

    /// <summary>The topics whose messages are given no stamp, by exact name.</summary>
    public ISet<string> TopicsWithoutStamp { get; } = new HashSet<string>(StringComparer.Ordinal);

    /// <summary>
    /// Whether a <c>Produce</c> call without a delivery handler is measured. It costs about 600 bytes a message inside
    /// Confluent.Kafka, which then reports the delivery; switched off, such an event is <c>unobserved</c>.
    /// </summary>
    public bool MeasureProduceWithoutHandler { get; set; } = true;

    /// <summary>Whether <c>delivery</c> objectives judge messages that were sent before their consumer first subscribed.</summary>
    public BacklogJudgement Backlog { get; set; } = BacklogJudgement.Exclude;

    /// <summary>Whether <c>delivery</c> objectives judge messages without our stamp, by their message timestamp.</summary>
    public bool JudgeMessageTimestamp { get; set; }

    /// <summary>How many topics are known by name in metrics; all others share the name <c>_other</c>. More than zero.</summary>
    public int DestinationLimit { get; set; } = DefaultDestinationLimit;

    /// <summary>
    /// The group id (<c>messaging.consumer.group.name</c>) of consumers that were built elsewhere, which do not
    /// tell it; <see langword="null"/> leaves the attribute out.
    /// </summary>
    public string? ConsumerGroup { get; set; }

    /// <summary>
    /// Whether the meter <c>Kafka.Sli.Messaging</c> is made known to OpenTelemetry: <c>messaging.client.operation.duration</c> and what else its
    /// messaging conventions define. It costs two records more for each message.
    /// </summary>
    public bool Conventions { get; set; }

    /// <summary>
    /// Whether the activity source <c>Kafka.Sli</c> is made known to OpenTelemetry, and the trace context travels in message headers:
    /// spans <c>send {topic}</c>, <c>poll {topic}</c> and <c>commit</c>. <c>AddSource(KafkaSli.ActivitySourceName)</c> does the same.
    /// </summary>
    public bool Traces { get; set; }

    /// <summary>
    /// Whether there is a span <c>process {topic}</c> too, from the return of <c>Consume</c> to the next call or <c>Close</c>. For an application that
    /// is done with a message before it asks for the next. It is not the current activity of the application. Sets <see cref="Traces"/> along.
    /// </summary>
    public bool ProcessSpans { get; set; }

    /// <summary>
    /// How long the first events of each client are told apart; zero for not at all. What that means, and when to use it: <see cref="SliClientOptions.WarmUp"/>. Zero or more.
    /// </summary>
    public TimeSpan WarmUp { get; set; }

    /// <summary>The clock. Monotonic time is taken from its timestamps.</summary>
    public TimeProvider TimeProvider { get; set; } = TimeProvider.System;

    /// <summary>
    /// Knows when this process itself stood still; <see langword="null"/> for nobody. What is late for an objective and would not be without that is
    /// excluded, and counted in <c>kafka.sli.stalled.events</c>; what is late all the same is bad. For a probe, whose own pauses say nothing of Kafka: the users of a service wait for its pauses too.
    /// </summary>
    public IStallRecord? Stalls { get; set; }

    /// <summary>What is wrong in the application's configuration.</summary>
    internal List<string> ConfigurationFaults { get; } = [];

    /// <summary>What is wrong, one line each; empty when nothing is.</summary>
    internal IEnumerable<string> Faults()
    {
        foreach (var fault in ConfigurationFaults)
        {
            yield return fault;
        }

        foreach (var fault in Objectives.Select(o => o?.Fault() ?? (o is null ? "objective: must not be null" : null)).OfType<string>())
        {
            yield return $"Objectives: {fault}";
        }

        foreach (var same in Objectives.OfType<Objective>().GroupBy(o => o.Name).Where(g => g.Count() > 1))
        {
            yield return $"Objectives: the name '{same.Key}' is given to {same.Count()} of them; give each its own, like '{same.Key}-2'";
        }

        if (DestinationLimit <= 0)
        {
            yield return $"DestinationLimit: {DestinationLimit} must be more than 0";
        }

        if (WarmUp < TimeSpan.Zero)
        {
            yield return $"WarmUp: {WarmUp} must not be less than 0; leave it out for no warm-up";
        }

        if (ErrorBudgetFolder is not null && ErrorBudgetStore is not null)
        {
            yield return "ErrorBudgetFolder and ErrorBudgetStore: set one of them";
        }

        if (ErrorBudgetFolder is { } folder && string.IsNullOrWhiteSpace(folder))
        {
            yield return "ErrorBudgetFolder: must not be empty; leave it out to keep error budgets in memory";
        }

        if (TimeProvider is null)
        {
            yield return "TimeProvider: must not be null; TimeProvider.System is the usual one";
        }
    }
}
