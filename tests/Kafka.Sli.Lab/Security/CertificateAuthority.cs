using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Kafka.Sli.Lab.Security;

/// <summary>Issues brokers' certificates, for as long as a test run lasts.</summary>
internal sealed class CertificateAuthority : IDisposable
{
    private static readonly TimeSpan Life = TimeSpan.FromDays(30);

    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly X509Certificate2 _certificate;

    public CertificateAuthority(string name)
    {
        var request = new CertificateRequest($"CN={name}", _key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, hasPathLengthConstraint: false, 0, critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign, critical: true));
        _certificate = request.CreateSelfSigned(DateTimeOffset.UtcNow - Life, DateTimeOffset.UtcNow + Life);
    }

    /// <summary>Whom clients are to trust.</summary>
    public string Pem => _certificate.ExportCertificatePem();

    /// <returns>Key, certificate and authority in one text, as a broker's key store wants them.</returns>
    public string Issue(string address, DateTimeOffset from, DateTimeOffset to)
    {
        // RSA: Java's PEM store takes either, and a wrong guess about the curve costs an evening.
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=broker", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Parse(address));
        names.AddDnsName("localhost");
        request.CertificateExtensions.Add(names.Build());
        using var certificate = request.Create(_certificate.SubjectName, X509SignatureGenerator.CreateForECDsa(_key), from, to, RandomNumberGenerator.GetBytes(8));
        return string.Join('\n', key.ExportPkcs8PrivateKeyPem(), certificate.ExportCertificatePem(), Pem);
    }

    public void Dispose()
    {
        _certificate.Dispose();
        _key.Dispose();
    }
}
