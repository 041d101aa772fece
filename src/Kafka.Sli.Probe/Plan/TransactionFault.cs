using System.Globalization;

namespace Kafka.Sli.Probe.Plan;

/// <summary>What does not go together with transactions.</summary>
internal static class TransactionFault
{
    /// <summary>Of all clients.</summary>
    private const long DefaultTimeoutMs = 60_000;

    /// <returns>What is wrong with it, or <see langword="null"/>.</returns>
    public static string? Of(TimeSpan every, IReadOnlyDictionary<string, string> producer) =>
        PlanProperties.ValueOf(producer, "acks", "request.required.acks") is { } acks and not ("all" or "-1") ? $"acks={acks}: a transaction waits for all replicas; leave it out, or say acks: all"
        : PlanProperties.ValueOf(producer, "enable.idempotence") == "false" ? "enable.idempotence=false: a transaction's producer is idempotent; leave it out"
        : TimeoutMs(producer) is var timeout && every.TotalMilliseconds >= timeout ? $"must be shorter than transaction.timeout.ms, {timeout.ToString(CultureInfo.InvariantCulture)} ms, after which brokers abort a transaction"
        : null;

    private static long TimeoutMs(IReadOnlyDictionary<string, string> producer) =>
        long.TryParse(PlanProperties.ValueOf(producer, "transaction.timeout.ms"), CultureInfo.InvariantCulture, out var timeout) ? timeout : DefaultTimeoutMs;
}
