using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Kafka.Sli.Probe.Probing;

namespace Kafka.Sli.Probe.Tests.Probing;

/// <summary>What librdkafka has one sentence for is told apart.</summary>
public sealed class ServedCertificateTests : IDisposable
{
    private static readonly DateTimeOffset Now = new(2026, 6, 1, 12, 0, 0, TimeSpan.Zero);

    private readonly RSA _key = RSA.Create(2048);

    public void Dispose() => _key.Dispose();

    [Theory]
    [InlineData(-2, -1, "kafka-1", "expired on 2026-05-31 12:00:00Z; have it renewed")]
    [InlineData(1, 2, "kafka-1", "is not valid before 2026-06-02 12:00:00Z; look at the clocks of both machines")]
    [InlineData(-1, 1, "kafka-2", "is not for kafka-2 but for 'CN=broker'; connect by a name that it has, or have it issued for this one")]
    [InlineData(-1, 1, "kafka-1", "is issued by 'CN=broker', which is not among those that are trusted; give ssl.ca.location the certificate of that authority")]
    public void Its_fault_is_named_with_what_would_be_right(int from, int to, string host, string fault)
    {
        using var certificate = Certificate("broker", Now.AddDays(from), Now.AddDays(to));

        Assert.Equal(fault, ServedCertificate.Fault(certificate, [], host, Now));
    }

    [Fact]
    public void An_authority_in_between_that_has_expired_is_named()
    {
        using var certificate = Certificate("broker", Now.AddDays(-1), Now.AddDays(1));
        using var between = Certificate("between", Now.AddDays(-2), Now.AddDays(-1));

        Assert.Equal("is issued by 'CN=between', whose own certificate expired on 2026-05-31 12:00:00Z; have it renewed", ServedCertificate.Fault(certificate, [between], "kafka-1", Now));
    }

    [Fact]
    public async Task It_is_looked_at_where_the_client_says_that_the_broker_is()
    {
        using var certificate = Certificate("broker", DateTimeOffset.UtcNow.AddDays(-2), DateTimeOffset.UtcNow.AddDays(-1));
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var served = ServeAsync(listener, certificate);
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;

        var fault = await ServedCertificate.FaultAsync($"sasl_ssl://127.0.0.1:{port}/bootstrap: SSL handshake failed: error:0A000086:SSL routines::certificate verify failed: broker certificate could not be verified");
        await served;

        Assert.Matches($@"^the certificate of 127\.0\.0\.1:{port} expired on .*; have it renewed$", fault);
    }

    [Theory]
    [InlineData("ssl://127.0.0.1:9/bootstrap: SSL handshake failed: certificate verify failed")]
    [InlineData("ssl://127.0.0.1:9092/bootstrap: SSL handshake failed: wrong version number")]
    [InlineData("certificate verify failed")]
    public async Task Where_nothing_can_be_seen_nothing_is_said(string reason) => Assert.Null(await ServedCertificate.FaultAsync(reason));

    private static async Task ServeAsync(TcpListener listener, X509Certificate2 certificate)
    {
        using var client = await listener.AcceptTcpClientAsync(TestContext.Current.CancellationToken);
        await using var tls = new SslStream(client.GetStream());
        await Assert.ThrowsAnyAsync<Exception>(async () =>
        {
            await tls.AuthenticateAsServerAsync(new SslServerAuthenticationOptions { ServerCertificate = certificate }, TestContext.Current.CancellationToken);
            throw await tls.ReadAsync(new byte[1], TestContext.Current.CancellationToken) == 0 ? new AuthenticationException("it went away") : new InvalidOperationException("it spoke");
        });
    }

    private X509Certificate2 Certificate(string name, DateTimeOffset from, DateTimeOffset to)
    {
        var request = new CertificateRequest($"CN={name}", _key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("kafka-1");
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        return request.CreateSelfSigned(from, to);
    }
}
