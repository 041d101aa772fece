using System.Globalization;

namespace Kafka.Sli.Probe.Plan;

/// <summary>One combination of cluster, profile and load, and what the matrix makes of it.</summary>
internal sealed record CellPlan
{
    private static readonly TimeSpan LibrdkafkasDefault = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan JavasDefault = TimeSpan.FromMinutes(2);

    /// <summary>A producer that never gives up: after this the ledger does.</summary>
    private static readonly TimeSpan LongestWithoutTimeout = TimeSpan.FromHours(1);

    /// <summary>The value of <c>kafka.sli.client</c> of all its clients.</summary>
    public required string Name { get; init; }

    public required string Cluster { get; init; }

    public ClientImplementation Client { get; init; }

    /// <summary>Where an implementation's libraries are; <see langword="null"/> where its environment tells.</summary>
    public string? Libs { get; init; }

    /// <summary>How a client of the user's own is started; <see langword="null"/> for those that the probe brings.</summary>
    public ExternalLaunch? Launch { get; init; }

    public required string Topic { get; init; }

    public required string Group { get; init; }

    public required IReadOnlyDictionary<string, string> Producer { get; init; }

    public required IReadOnlyDictionary<string, string> Consumer { get; init; }

    public required LoadPlan Load { get; init; }

    /// <summary>Whether each instance comes back to the group as the member that it was.</summary>
    public bool HasStaticMembership { get; init; }

    /// <summary>How long the first events of its clients are told apart.</summary>
    public TimeSpan WarmUp { get; init; }

    /// <summary>How long each of its transactions lasts; <see langword="null"/> where it sends outside of any.</summary>
    public TimeSpan? TransactionEvery { get; init; }

    /// <summary>Whether ages are also told as if all instances' clocks showed the same.</summary>
    public bool CorrectsClocks { get; init; }

    /// <summary>Whether a broker says of each message that it has it.</summary>
    public bool IsAcknowledged => PlanProperties.ValueOf(Producer, "acks", "request.required.acks") != "0";

    /// <summary>Whether the plan wants the client to commit by itself.</summary>
    public bool CommitsAutomatically => PlanProperties.ValueOf(Consumer, "enable.auto.commit") == "true";

    /// <summary>After this the producer itself gives a message up.</summary>
    public TimeSpan LongestSend =>
        long.TryParse(PlanProperties.ValueOf(Producer, "message.timeout.ms", "delivery.timeout.ms"), CultureInfo.InvariantCulture, out var milliseconds)
            ? milliseconds > 0 ? TimeSpan.FromMilliseconds(milliseconds) : LongestWithoutTimeout
            : Client == ClientImplementation.Java ? JavasDefault : LibrdkafkasDefault;

    /// <summary>Where the plan speaks of its profile.</summary>
    public PlanPlace Place { get; init; }

    /// <summary>What an instance is called as a static member. Of two members of one name the group shuts out the first, and with a <c>group.id</c> of the plan's cells may share a group.</summary>
    public string MemberName(string instance) => Consumer.ContainsKey("group.id") ? $"{instance}.{Topic}" : instance;

    /// <summary>Who an instance is to the coordinator of transactions: when it comes back, what it left open before is aborted.</summary>
    public string TransactionalId(string instance) => $"{Topic}-{instance}";

    /// <summary>Whether it would be measured in just the same way.</summary>
    public bool IsSameAs(CellPlan other) =>
        (this with { Producer = other.Producer, Consumer = other.Consumer, Place = other.Place }) == other
        && AreSame(Producer, other.Producer) && AreSame(Consumer, other.Consumer);

    internal static bool AreSame(IReadOnlyDictionary<string, string> left, IReadOnlyDictionary<string, string> right) =>
        left.Count == right.Count && left.All(p => right.GetValueOrDefault(p.Key) == p.Value);
}
