using System.Text;

namespace Kafka.Sli.Probe.Clocks;

/// <summary>An instance's name in eight bytes: FNV-1a of its UTF-8, 64 bits, which any language has in five lines.</summary>
internal static class InstanceId
{
    public static ulong Of(string name)
    {
        var hash = 14695981039346656037;
        foreach (var b in Encoding.UTF8.GetBytes(name))
        {
            hash = unchecked((hash ^ b) * 1099511628211);
        }

        return hash;
    }
}
