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

    internal static ReportTable Outages { get; } = new(
        "Fail-over",
        $"One partition of one cell in each row; 100 messages a second to three partitions, bad beyond {FailOver.ObservedProbe.Threshold:0} s. An outage lasts from the intended time of the first bad send to the answer to the next good one; *seen* by an observer with a stopwatch of its own between cell and client, *recorded* as `kafka.sli.probe.outage.duration` of the broker that led the partition. Outages of more than 2 s, in seconds; a dash where there was none.",
        "fault", "cell", "led by", " seen", " recorded", " difference, ms");

    internal static ReportTable Reads { get; } = new(
        "What the readers waited",
        "The longest age at which a message was read, from when it was due by the schedule (*seen*), or as `kafka.sli.delivery.duration`; and how often the group was assigned anew meanwhile. Seconds.",
        "fault", "cell", " seen", " recorded", " difference, ms", " assignments");

    internal static ReportTable Events { get; } = new(
        "Bad sends",
        "How many sends failed or took too long, by the observer's stopwatch and as `kafka.sli.events` tells. What was late by the probe's own pauses alone is excluded there.",
        "fault", "cell", " sent", " bad seen", " bad recorded", " excluded");

    internal static ReportTable AsItHappens { get; } = new(
        "While it lasts",
        "The leader of a partition killed at second 0: what Kafka.Sli's counters and gauges say in each second of the outage, and what Kafka's own `ProducerPerformance`, which sends to the same brokers and reports every second, has printed in it. The budget is that of 99% over one hour.",
        "session", " second", " bad so far", " oldest in flight, s", " budget left", "ProducerPerformance");

    internal static ReportTable Transactions { get; } = new(
        "Transactions through a fail-over",
        "The longest time that the caller was inside the calls of one transaction, by a stopwatch around them and as `kafka.sli.transaction.duration`. Seconds.",
        "fault", " transactions", " longest seen", " recorded", " difference, ms", " bad while it lasted");

    internal static ReportTable Losses { get; } = new(
        "Lost, doubled, taken away",
        "Messages that really were lost or written twice, by what their sender was told, what was read and what stands in the log (*true*), and as `kafka.sli.probe.messages` counts them.",
        "what was done", " sent", " delivered", " lost, true", " lost, counted", " duplicates, true", " duplicates, counted", " unknown", " breaks of the log");

    internal static ReportTable Restarts { get; } = new(
        "Rolling restarts",
        "Three probe processes and three brokers restarted one after the other, at the same time, under load, with acks=all and min.insync.replicas=2. *Numbers* are all that any stream ever gave out; the others are the sums of the counters that all instances showed in their last scrape.",
        "what was done", " rounds", " numbers", " delivered", " failed", " unknown", " lost", " duplicates");

    internal static ReportTable SideBySide { get; } = new(
        "librdkafka and Java side by side",
        "Two cells on one cluster at the same time, each by its implementation's defaults with acks=all, 100 messages a second to three partitions, read by a group with cooperative assignment; `kafka-sli-probe compare` measured them, with the faults made a third into each phase and taken back at two thirds. From when a message was due. *Bad* is what failed or took longer than 1 s; an *outage* the longest of any partition. Marks and spreads as in [compare](compare.md). Two cores carry three brokers, a JVM and the probe: it is the differences in a row of faults that are worth reading, not the milliseconds.",
        "phase", "cell", "SLI", " messages", " p50", " p99", " p99.9", " max", " bad", " outage");

    internal static ReportTable Soak { get; } = new(
        "Soak",
        "One probe process at 2,000 messages a second with acks=all, and a fault each minute. *Bad* are the sends of that minute that failed or took longer than 1 s; resident memory and open handles are the medians of the minute. Two cores carry the brokers too, and a broker that starts takes one of them for seconds: what waits meanwhile is most of what is bad.",
        " minute", "fault", " bad", " oldest in flight, s", " resident, MB", " handles");

    internal static ReportTable TopicKeeper { get; } = new(
        "Topic keeper",
        "A probe that looks at its topic each 5 s, and how long after the event it had said or done so; seconds.",
        "event", "what the probe said or did", " seen after");

    internal static ReportTable Security { get; } = new(
        "Security",
        "Over SASL_SSL with SCRAM and ACLs. What the probe's process said, or a service's client through the library, and how many seconds after its start, the call, or the loss of a right; `broker` stands for addresses.",
        "fault", "seen by", "what it said", " after", "outcome", "error.type");

    private static ReportTable[] Tables => [Accuracy, SideBySide, Outages, Events, Reads, AsItHappens, Transactions, Restarts, Losses, TopicKeeper, Security, Soak];

    public void Dispose()
    {
        if (Environment.GetEnvironmentVariable("LAB_REPORT") is { Length: > 0 } path && KafkaHome.WhyNot is null)
        {
            File.WriteAllText(path, Text(Path.GetFileName(path)));
        }
    }

    private static string Text(string file)
    {
        // As it was called: the report of some of the tests says that it is of some.
        var arguments = string.Join(' ', Environment.GetCommandLineArgs().Skip(1).Select(a => a.Contains('*', StringComparison.Ordinal) ? $"'{a}'" : a));
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"""
            # The lab

            What Kafka.Sli recorded on Apache Kafka {KafkaHome.Version}, three brokers with a controller each, and what is known to have happened. The lab's tests wrote
            all of this file while they ran, on {Environment.ProcessorCount} cores shared by the brokers and the clients, {DateTimeOffset.UtcNow:yyyy-MM-dd}:

                KAFKA_HOME=<an unpacked Kafka distribution> LAB_REPORT=$PWD/docs/{file} dotnet run --project tests/Kafka.Sli.Lab -- {arguments}


            """);
        foreach (var table in Tables)
        {
            table.Write(text);
        }

        return text.ToString().TrimEnd() + "\n";
    }
}
