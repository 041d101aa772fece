using System.Globalization;
using System.Text.RegularExpressions;

namespace Kafka.Sli.Lab.Soaking;

/// <summary>What a probe process takes of the machine, and says of itself, at one moment.</summary>
/// <param name="Resident">Bytes of memory.</param>
/// <param name="Handles">Open files and sockets.</param>
/// <param name="Bad">Sends that were bad by now.</param>
/// <param name="Oldest">The oldest send in flight, in seconds.</param>
internal sealed partial record ProcessSample(double Resident, double Handles, double Bad, double Oldest)
{
    public static ProcessSample Of(ScrapedProbe probe)
    {
        var status = File.ReadAllText($"/proc/{probe.Id}/status");
        return new(
            double.Parse(ResidentLine().Match(status).Groups[1].Value, CultureInfo.InvariantCulture) * 1024,
            Directory.GetFileSystemEntries($"/proc/{probe.Id}/fd").Length,
            BadLine().Matches(probe.Metrics).Sum(Value),
            OldestLine().Matches(probe.Metrics).Select(Value).DefaultIfEmpty().Max());
    }

    private static double Value(Match line) => double.Parse(line.Groups[1].Value, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"^VmRSS:\s+(\d+) kB", RegexOptions.Multiline)]
    private static partial Regex ResidentLine();

    [GeneratedRegex("""^kafka_sli_events_total\{[^}]*kafka_sli_objective="prompt"[^}]*kafka_sli_verdict="bad"[^}]*\} (\S+)""", RegexOptions.Multiline)]
    private static partial Regex BadLine();

    [GeneratedRegex(@"^kafka_sli_produce_oldest_in_flight_seconds\{[^}]*\} (\S+)", RegexOptions.Multiline)]
    private static partial Regex OldestLine();
}
