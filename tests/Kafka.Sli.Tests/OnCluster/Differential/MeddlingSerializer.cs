using System.Text;
using Confluent.Kafka;

namespace Kafka.Sli.Tests.OnCluster.Differential;

/// <summary>Does to some values what serializers of applications do: throws, writes headers, removes them.</summary>
internal sealed class MeddlingSerializer : ISerializer<string>
{
    public const string Throw = "throw";
    public const string Add = "add";
    public const string Remove = "remove";

    public byte[] Serialize(string data, SerializationContext context)
    {
        switch (data)
        {
            case Throw: throw new FormatException("not to be serialized");
            case Add: context.Headers.Add("schema", [7]); break;
            case Remove: context.Headers.Remove("a"); break;
        }

        return data is null ? null! : Encoding.UTF8.GetBytes(data);
    }
}
