using System.Text.Json.Serialization;

namespace Kafka.Sli.Probe.Board;

/// <summary>Where an instance stands in its life.</summary>
[JsonConverter(typeof(SnakeCaseEnum<ReadinessState>))]
internal enum ReadinessState
{
    Starting,
    Ready,
    Stopping,
}
