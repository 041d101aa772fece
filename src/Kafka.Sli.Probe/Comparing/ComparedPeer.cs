using Kafka.Sli.Probe.Probing;

namespace Kafka.Sli.Probe.Comparing;

/// <summary>Another member of a compared cell's group, for a while: what it reads was delivered too.</summary>
internal sealed class ComparedPeer(IModelClientEvents cell, ComparedCell compared) : ForwardedEvents(cell)
{
    public override void Read(in Reading reading)
    {
        compared.Saw(reading);
        base.Read(reading);
    }
}
