using System.Globalization;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using System.Text.RegularExpressions;

namespace Kafka.Sli.Probe.Probing;

/// <summary>
/// What is wrong with the certificate that a broker serves. librdkafka has one sentence for all of it, which suspects the authority also where the certificate has
/// expired, so it is looked at once more here.
/// </summary>
internal static partial class ServedCertificate
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(2);

    /// <param name="reason">librdkafka's, which begins with the broker's address.</param>
    /// <returns>In one line; <see langword="null"/> when it is not the certificate, or nobody knows.</returns>
    public static async Task<string?> FaultAsync(string reason)
    {
        if (!reason.Contains("certificate verify failed", StringComparison.Ordinal) || Broker().Match(reason) is not { Success: true } broker)
        {
            return null;
        }

        var (host, port) = (broker.Groups["host"].Value, int.Parse(broker.Groups["port"].Value, CultureInfo.InvariantCulture));
        try
        {
            return await LookAsync(host.Trim('[', ']'), port, DateTimeOffset.UtcNow) is { } fault ? $"the certificate of {host}:{port} {fault}" : null;
        }
        catch (Exception e) when (e is IOException or SocketException or AuthenticationException or OperationCanceledException)
        {
            // Whatever it is, the client's own words are left.
            return null;
        }
    }

    /// <param name="certificate">The broker's own.</param>
    /// <param name="others">What it sends along.</param>
    /// <param name="host">By which it was asked for.</param>
    /// <param name="now">The time.</param>
    public static string Fault(X509Certificate2 certificate, IEnumerable<X509Certificate2> others, string host, DateTimeOffset now)
    {
        foreach (var link in others.Prepend(certificate))
        {
            var whose = ReferenceEquals(link, certificate) ? "" : $"is issued by '{link.Subject}', whose own certificate ";
            if (now > link.NotAfter)
            {
                return $"{whose}expired on {Text(link.NotAfter)}; have it renewed";
            }

            if (now < link.NotBefore)
            {
                return $"{whose}is not valid before {Text(link.NotBefore)}; look at the clocks of both machines";
            }
        }

        return certificate.MatchesHostname(host)
            ? $"is issued by '{certificate.Issuer}', which is not among those that are trusted; give ssl.ca.location the certificate of that authority"
            : $"is not for {host} but for '{certificate.Subject}'; connect by a name that it has, or have it issued for this one";
    }

    private static async Task<string?> LookAsync(string host, int port, DateTimeOffset now)
    {
        using var timeout = new CancellationTokenSource(Timeout);
        using var socket = new TcpClient();
        await socket.ConnectAsync(host, port, timeout.Token);
        string? fault = null;
        await using var tls = new SslStream(socket.GetStream(), leaveInnerStreamOpen: false, (_, certificate, chain, _) =>
        {
            // Looked at, and never accepted.
            fault = certificate is X509Certificate2 served ? Fault(served, chain?.ChainPolicy.ExtraStore ?? [], host, now) : null;
            return false;
        });
        try
        {
            await tls.AuthenticateAsClientAsync(new SslClientAuthenticationOptions { TargetHost = host }, timeout.Token);
        }
        catch (AuthenticationException) when (fault is not null)
        {
            // That is what was asked for.
        }

        return fault;
    }

    private static string Text(DateTime time) => time.ToUniversalTime().ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    [GeneratedRegex(@"^\w+://(?<host>[^/]+):(?<port>\d+)/")]
    private static partial Regex Broker();
}
