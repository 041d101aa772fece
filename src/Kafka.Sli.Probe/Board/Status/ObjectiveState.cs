using System.Text.Json.Serialization;

namespace Kafka.Sli.Probe.Board;

/// <summary>How an objective stands, the worst last.</summary>
[JsonConverter(typeof(SnakeCaseEnum<ObjectiveState>))]
internal enum ObjectiveState
{
    /// <summary>It is kept, and its error budget is spent no faster than an alert allows.</summary>
    Met,

    /// <summary>No event was judged: nobody knows.</summary>
    Unknown,

    /// <summary>A burn rate alert fires.</summary>
    Burning,

    /// <summary>The error budget of its window is spent.</summary>
    Exhausted,
}
