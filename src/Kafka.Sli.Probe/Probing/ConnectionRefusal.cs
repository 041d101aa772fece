using Confluent.Kafka;

namespace Kafka.Sli.Probe.Probing;

/// <summary>A broker is there and no connection comes about, for a reason that does not go away by waiting.</summary>
internal static class ConnectionRefusal
{
    public static Refusal? Of(Error error) => error.Code switch
    {
        ErrorCode.Local_Ssl => Refusal.Encrypt,
        ErrorCode.Local_Authentication or ErrorCode.SaslAuthenticationFailed => Refusal.LogIn,
        _ => null,
    };

    /// <returns>What is the matter and what would be right, in one line; <see langword="null"/> when it is none.</returns>
    public static async Task<string?> DescribeAsync(Error? error) => error is null || Of(error) is not { } refusal ? null : await DescribeAsync(refusal, error.Reason);

    /// <param name="refusal">One of those of a connection.</param>
    /// <param name="reason">As the client tells it.</param>
    public static async Task<string> DescribeAsync(Refusal refusal, string reason)
    {
        reason = reason.ReplaceLineEndings(" ").Trim().TrimEnd('.');
        return refusal == Refusal.LogIn
            ? $"the cluster does not let the probe log in ({reason}); give the sasl.username and sasl.password of a user that it knows by this sasl.mechanism"
            : await ServedCertificate.FaultAsync(reason) ?? $"no TLS connection comes about ({reason}); give the security.protocol that the broker speaks, and the ssl.* properties that it needs";
    }
}
