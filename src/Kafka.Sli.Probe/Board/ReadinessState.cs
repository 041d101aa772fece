namespace Kafka.Sli.Probe.Board;

/// <summary>Where an instance stands in its life.</summary>
internal enum ReadinessState
{
    Starting,
    Ready,
    Stopping,
}
