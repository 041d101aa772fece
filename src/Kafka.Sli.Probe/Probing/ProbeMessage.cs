namespace Kafka.Sli.Probe.Probing;

/// <summary>The value of a probe message: the id of the run that sent it, and bytes that no compression shrinks.</summary>
internal sealed class ProbeMessage
{
    public const int SmallestSize = 16;

    private readonly Guid _run = Guid.NewGuid();

    public byte[] Value(int size)
    {
        var value = new byte[size];
        Random.Shared.NextBytes(value);
        _run.TryWriteBytes(value);
        return value;
    }

    /// <summary>Whether a value was sent by this very run.</summary>
    public bool IsOwn(ReadOnlySpan<byte> value) => value.Length >= SmallestSize && new Guid(value[..SmallestSize]) == _run;
}
