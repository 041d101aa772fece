namespace Kafka.Sli.Lab.Security;

/// <summary>Listeners with TLS and SCRAM, and the rights of users: everybody on the inner listener may do everything, all others what they are allowed.</summary>
internal sealed class ClusterSecurity
{
    /// <summary>The listener whose certificate is as it should be.</summary>
    public const string Secure = "SASL_SSL";

    /// <summary>The listener whose certificate has expired.</summary>
    public const string Expired = "EXPIRED";

    private readonly string _folder;
    private readonly string _expiredKeyStore;
    private readonly string _keyStore;

    /// <param name="folder">Where keys and certificates are written.</param>
    /// <param name="address">Of all brokers.</param>
    public ClusterSecurity(string folder, string address)
    {
        _folder = Directory.CreateDirectory(folder).FullName;
        using var authority = new CertificateAuthority("Kafka.Sli lab");
        using var stranger = new CertificateAuthority("Somebody else");
        var now = DateTimeOffset.UtcNow;
        _keyStore = Write("broker.pem", authority.Issue(address, now.AddDays(-1), now.AddDays(1)));
        _expiredKeyStore = Write("expired.pem", authority.Issue(address, now.AddDays(-2), now.AddDays(-1)));
        CaFile = Write("ca.pem", authority.Pem);
        WrongCaFile = Write("stranger.pem", stranger.Pem);
    }

    public static IReadOnlyList<LabUser> Users { get; } = [LabUser.Probe, LabUser.Guest, LabUser.Measurer];

    public string CaFile { get; }

    /// <summary>Of an authority that issued no broker's certificate.</summary>
    public string WrongCaFile { get; }

#pragma warning disable CA1822 // Whether there is security is asked of an instance.
    public IEnumerable<(string Name, string Protocol)> Listeners => [(Secure, "SASL_SSL"), (Expired, "SASL_SSL")];

    public IEnumerable<string> ScramCredentials => Users.Select(u => $"SCRAM-SHA-512=[name={u.Name},password={u.Password}]");
#pragma warning restore CA1822

    public IEnumerable<string> BrokerProperties =>
    [
        "sasl.enabled.mechanisms=SCRAM-SHA-512",
        "authorizer.class.name=org.apache.kafka.metadata.authorizer.StandardAuthorizer",
        "super.users=User:ANONYMOUS",
        .. Of("sasl_ssl", _keyStore),
        .. Of("expired", _expiredKeyStore),
    ];

    private IEnumerable<string> Of(string listener, string keyStore)
    {
        // Kafka looks the listener up in small letters here.
        var prefix = $"listener.name.{listener}";
        return
        [
            $"{prefix}.ssl.keystore.type=PEM",
            $"{prefix}.ssl.keystore.location={keyStore}",
            $"{prefix}.ssl.truststore.type=PEM",
            $"{prefix}.ssl.truststore.location={CaFile}",

            // A mechanism that is enabled without it stops the broker at start.
            $"{prefix}.scram-sha-512.sasl.jaas.config=org.apache.kafka.common.security.scram.ScramLoginModule required;",
        ];
    }

    private string Write(string name, string pem)
    {
        var file = Path.Combine(_folder, name);
        File.WriteAllText(file, pem);
        return file;
    }
}
