namespace Kafka.Sli.Probe.Board;

/// <summary>Whether this instance measures: what a deployment waits for before it restarts the next one.</summary>
internal sealed class Readiness
{
    private volatile ReadinessState _state = ReadinessState.Starting;

    public ReadinessState State
    {
        get => _state;
        set => _state = value;
    }
}
