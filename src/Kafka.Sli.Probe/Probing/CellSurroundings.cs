using Kafka.Sli.Objectives;

namespace Kafka.Sli.Probe.Probing;

/// <summary>What all cells of an instance share.</summary>
internal sealed record CellSurroundings(ProbeInstance Instance, KafkaSli Sli, SendLoop Loop, ProbeInstruments Instruments, IStallRecord Stalls, ModelClientFactory BuildClient)
{
    /// <summary>Takes a line for whoever watches.</summary>
    public Action<string> Tell { get; init; } = static _ => { };

    /// <summary>Takes the secrets out of what somebody else wrote.</summary>
    public Func<string, string> Hide { get; init; } = static text => text;
}
