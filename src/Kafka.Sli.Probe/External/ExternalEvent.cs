namespace Kafka.Sli.Probe.External;

/// <summary>One line of an external client, as it stands. <c>docs/external-clients.md</c> says which keys an event has.</summary>
internal sealed record ExternalEvent
{
    public string? Event { get; init; }

    public int? Protocol { get; init; }

    public string? Client { get; init; }

    public string? Version { get; init; }

    public int? Partition { get; init; }

    public long? Number { get; init; }

    public long? Due { get; init; }

    public long? Start { get; init; }

    public long? At { get; init; }

    public string? Outcome { get; init; }

    public string? Error { get; init; }

    public string? Text { get; init; }

    public string? What { get; init; }

    public long? Offset { get; init; }

    public long? Timestamp { get; init; }

    public string? TimestampType { get; init; }

    public IReadOnlyDictionary<string, byte[]?>? Headers { get; init; }

    /// <summary>Of <c>assigned</c> objects, of the others numbers.</summary>
    public IReadOnlyList<System.Text.Json.JsonElement>? Partitions { get; init; }

    public IReadOnlyList<long[]>? Positions { get; init; }

    public IReadOnlyList<long[]>? Ends { get; init; }

    public long? Id { get; init; }

    /// <summary>Whether it is not a transaction, but what makes a producer ready for them.</summary>
    public bool? Init { get; init; }

    public bool? Complete { get; init; }

    public long? Count { get; init; }

    public long? Unsent { get; init; }

    /// <summary>With its times as timestamps of the probe's own clock.</summary>
    public ExternalEvent By(NanosecondClock clock) => this with { At = clock.TimestampOf(At), Start = clock.TimestampOf(Start), Due = clock.TimestampOf(Due) };
}
