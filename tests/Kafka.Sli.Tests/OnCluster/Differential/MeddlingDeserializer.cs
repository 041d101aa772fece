using System.Text;
using Confluent.Kafka;

namespace Kafka.Sli.Tests.OnCluster.Differential;

/// <summary>Throws at some values, and takes a header away from others.</summary>
internal sealed class MeddlingDeserializer : IDeserializer<string>
{
    public string Deserialize(ReadOnlySpan<byte> data, bool isNull, SerializationContext context)
    {
        var text = isNull ? null! : Encoding.UTF8.GetString(data);
        switch (text)
        {
            case MeddlingSerializer.Throw: throw new FormatException("not to be deserialized");
            case MeddlingSerializer.Remove: context.Headers.Remove("a"); break;
        }

        return text;
    }
}
