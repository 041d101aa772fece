using Microsoft.Win32.SafeHandles;

namespace Kafka.Sli.Probe.Embedded;

/// <summary>Owns an <c>rd_kafka_conf_t</c> until a client takes it over.</summary>
internal sealed class ConfHandle : SafeHandleZeroOrMinusOneIsInvalid
{
    public ConfHandle()
        : base(ownsHandle: true) => SetHandle(Librdkafka.ConfNew());

    protected override bool ReleaseHandle()
    {
        Librdkafka.ConfDestroy(handle);
        return true;
    }
}
