using System.Collections.Concurrent;
using Confluent.Kafka;

namespace Kafka.Sli.Telemetry;

/// <summary>The values of <c>error.type</c>: the names of Confluent.Kafka's error codes, each made once.</summary>
internal static class ErrorNames
{
    private static readonly ConcurrentDictionary<ErrorCode, string> Names = new();

    public static string Of(ErrorCode code) => Names.GetOrAdd(code, static c => c.ToString());
}
