using System.Globalization;
using Confluent.Kafka;

namespace Kafka.Sli.Consuming;

/// <summary>
/// librdkafka logs an automatic commit that failed, unless there is a handler to tell. Ours is one, so the line has to come from us
/// where the application has none.
/// </summary>
internal static class CommitFailure
{
    private const string Facility = "COMMITFAIL";

    /// <returns><see langword="null"/> when there is nothing to log.</returns>
    public static LogMessage? Of(string client, CommittedOffsets committed)
    {
        var offsets = committed.Offsets ?? [];
        var failed = offsets.Where(o => o.Error is { IsError: true }).ToArray();
        if (failed.Length == 0 && committed.Error is not { IsError: true, Code: not ErrorCode.Local_NoOffset })
        {
            return null;
        }

        var which = failed.Length == 0 ? [.. offsets] : failed;
        var what = string.Join(", ", which.Select(o => $"{o.Topic}[{o.Partition.Value}]@{o.Offset}{(o.Error is { IsError: true } error ? $"({error.Reason})" : "")}"));
        return new LogMessage(
            client,
            SyslogLevel.Warning,
            Facility,
            $"Offset commit failed for {which.Length}/{offsets.Count} partition(s): {(committed.Error is { IsError: true } whole ? $"{whole.Reason}: " : "")}{what}");
    }

    /// <summary>Where librdkafka writes to when the application has no log handler, and as it does.</summary>
    public static void WriteAsLibrdkafka(LogMessage line) => Console.Error.WriteLine(string.Create(
        CultureInfo.InvariantCulture,
        $"%{(int)line.Level}|{DateTimeOffset.UtcNow.ToUnixTimeMilliseconds() / 1000.0:0.000}|{line.Facility}|{line.Name}| {line.Message}"));
}
