using Kafka.Sli.Telemetry;

namespace Kafka.Sli.Producing;

/// <summary>What one decorated producer was told.</summary>
internal sealed record ProducerSettings
{
    public string? Client { get; init; }

    /// <summary>Whether the sent stamp is added to the messages of a topic; <see langword="null"/> for none.</summary>
    public Func<string, bool>? Stamps { get; init; } = static _ => true;

    /// <summary>Whether a Produce call without a handler is given ours.</summary>
    public bool MeasureWithoutHandler { get; init; } = true;

    /// <summary><see langword="null"/> for a producer that was built elsewhere.</summary>
    public BuiltProducer? Built { get; init; }

    /// <summary>
    /// Whether the decorated client is one of Confluent.Kafka's own. It reports once, and does not hold on to a message when the call is over; of any other,
    /// a mock or another decorator, that is not known.
    /// </summary>
    public bool ClientIsConfluents { get; init; }

    /// <summary>How long from the first event of an indicator on its events are told apart.</summary>
    public TimeSpan WarmUp { get; init; }

    public InnerClientLife Life { get; init; } = InnerClientLife.OfDecorator;
}
