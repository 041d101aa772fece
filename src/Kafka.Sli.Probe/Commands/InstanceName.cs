using System.Text;
using Kafka.Sli.Probe.Ledger;

namespace Kafka.Sli.Probe.Commands;

/// <summary>What an instance of the probe is called.</summary>
internal static class InstanceName
{
    /// <exception cref="ProbeException">It is none.</exception>
    public static string Parse(string? text)
    {
        var name = text ?? Environment.MachineName;
        return name.Length > 0 && Encoding.UTF8.GetByteCount(name) <= StreamId.MaxNameLength && !name.Any(char.IsControl) && name == name.Trim()
            ? name
            : throw ProbeException.BadUsage($"--instance {name.ReplaceLineEndings(" ")}: must be a name of 1 to {StreamId.MaxNameLength} bytes, like --instance probe-1");
    }
}
