using Confluent.Kafka;

namespace Kafka.Sli.Probe.External;

/// <summary>The names by which metrics know Kafka's errors, whatever client tells of them: TOPIC_AUTHORIZATION_FAILED is TopicAuthorizationFailed.</summary>
internal static class KafkaErrorNames
{
    /// <summary>That no TLS connection comes about has no code in Kafka's protocol: it is called as the Java client calls it.</summary>
    private const string Tls = "SslAuthenticationException";

    public static string Of(string error) => Code(error)?.ToString() ?? error;

    /// <returns><see langword="null"/> for what the protocol of Kafka does not know.</returns>
    public static ErrorCode? Code(string error) => error == Tls ? ErrorCode.Local_Ssl :
        error.Length > 0 && !char.IsAsciiDigit(error[0]) && Enum.TryParse<ErrorCode>(error.Replace("_", "", StringComparison.Ordinal), ignoreCase: true, out var code) && code > ErrorCode.NoError ? code : null;
}
