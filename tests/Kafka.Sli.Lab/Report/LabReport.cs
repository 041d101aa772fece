using System.Globalization;
using System.Text;
using Kafka.Sli.Lab.Brokers;
using Kafka.Sli.Lab.Report;

[assembly: AssemblyFixture(typeof(LabReport))]

namespace Kafka.Sli.Lab.Report;

/// <summary>What the tests measured, written where LAB_REPORT says when all of them have run.</summary>
public sealed class LabReport : IDisposable
{
    internal static ReportTable Accuracy { get; } = new(
        "Accuracy",
        "A stopwatch around each call of a client at 1,000 messages a second, and what Kafka.Sli recorded of the same calls; milliseconds.",
        "indicator", "way", " events", " p50 seen", " recorded", " p99 seen", " recorded", " max seen", " recorded");

    private static ReportTable[] Tables => [Accuracy];

    public void Dispose()
    {
        if (Environment.GetEnvironmentVariable("LAB_REPORT") is { Length: > 0 } path && KafkaHome.WhyNot is null)
        {
            File.WriteAllText(path, Text());
        }
    }

    private static string Text()
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"""
            # The lab

            What Kafka.Sli recorded on Apache Kafka {KafkaHome.Version}, three brokers with a controller each, and what is known to have happened. The lab's tests wrote
            all of this file while they ran, on {Environment.ProcessorCount} cores shared by the brokers and the clients, {DateTimeOffset.UtcNow:yyyy-MM-dd}:

                KAFKA_HOME=<an unpacked Kafka distribution> LAB_REPORT=$PWD/docs/lab.md dotnet run --project tests/Kafka.Sli.Lab -- --explicit on


            """);
        foreach (var table in Tables)
        {
            table.Write(text);
        }

        return text.ToString().TrimEnd() + "\n";
    }
}
