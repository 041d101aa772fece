using Kafka.Sli.Probe.Probing;

namespace Kafka.Sli.Probe.Comparing;

/// <summary>What a phase may do something to.</summary>
/// <param name="Prober">With the compared cells.</param>
/// <param name="BuildPeer">Makes the clients of another instance whose reads count as those of the compared cells.</param>
internal sealed record ComparedProbe(Prober Prober, ModelClientFactory BuildPeer);
