using Kafka.Sli.Telemetry;

namespace Kafka.Sli.Consuming;

/// <summary>What one decorated consumer was told.</summary>
internal sealed record ConsumerSettings
{
    public string? Client { get; init; }

    public string? Group { get; init; }

    /// <summary>Whether messages are judged that were sent before this consumer first subscribed.</summary>
    public bool JudgesBacklog { get; init; }

    /// <summary>Whether messages without a sent stamp of ours are judged by their message timestamp.</summary>
    public bool JudgesMessageTimestamp { get; init; }

    /// <summary>Whether its builder is ours, so that its rebalances are told by its handlers.</summary>
    public bool IsBuilt { get; init; }

    /// <summary>Whether what the application does between two messages is a span.</summary>
    public bool SpansProcessing { get; init; }

    /// <summary>How long from the first event of an indicator on its events are told apart.</summary>
    public TimeSpan WarmUp { get; init; }

    public InnerClientLife Life { get; init; } = InnerClientLife.OfDecorator;
}
