using System.Text;
using Microsoft.Win32.SafeHandles;

namespace Kafka.Sli.Probe.Embedded;

/// <summary>Owns the mock cluster and the client that librdkafka wants beside it; in-flight calls keep both alive past a Dispose.</summary>
internal sealed class ClusterHandle : SafeHandleZeroOrMinusOneIsInvalid
{
    private readonly nint _client;

    public ClusterHandle(int brokers)
        : base(ownsHandle: true)
    {
        using var conf = new ConfHandle();

        // librdkafka prints to stderr unless it has another callback, or none.
        Librdkafka.ConfSetLogCallback(conf, 0);
        Span<byte> error = stackalloc byte[Librdkafka.ErrorTextSize];
        _client = Librdkafka.NewProducer(conf, error);
        if (_client == 0)
        {
            throw new InvalidOperationException($"librdkafka gives no client for the embedded cluster: {Encoding.UTF8.GetString(error).TrimEnd('\0')}");
        }

        conf.SetHandleAsInvalid();
        using (BlockedSignals.OnThisThread())
        {
            SetHandle(Librdkafka.ClusterNew(_client, brokers));
        }

        if (IsInvalid)
        {
            Librdkafka.Destroy(_client);
            throw new InvalidOperationException($"librdkafka starts no embedded cluster of {brokers} brokers");
        }
    }

    protected override bool ReleaseHandle()
    {
        Librdkafka.ClusterDestroy(handle);
        Librdkafka.Destroy(_client);
        return true;
    }
}
