using Confluent.Kafka;

namespace Kafka.Sli.Probe.External;

/// <summary>The names by which metrics know Kafka's errors, whatever client tells of them: TOPIC_AUTHORIZATION_FAILED is TopicAuthorizationFailed.</summary>
internal static class KafkaErrorNames
{
    public static string Of(string error) => Code(error)?.ToString() ?? error;

    /// <returns><see langword="null"/> for what the protocol of Kafka does not know.</returns>
    public static ErrorCode? Code(string error) =>
        error.Length > 0 && !char.IsAsciiDigit(error[0]) && Enum.TryParse<ErrorCode>(error.Replace("_", "", StringComparison.Ordinal), ignoreCase: true, out var code) && code > ErrorCode.NoError ? code : null;
}
