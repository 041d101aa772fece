using Kafka.Sli.Lab.Brokers;

namespace Kafka.Sli.Lab.Security;

/// <summary>By what a client connects to a secured listener.</summary>
internal sealed record LogIn(string Servers, string CaFile, LabUser User)
{
    public static LogIn As(LabUser user, KafkaCluster cluster) => new(cluster.Addresses(ClusterSecurity.Secure), cluster.Security!.CaFile, user);

    public Dictionary<string, string> Properties => new(PropertiesButPassword)
    {
        ["sasl.password"] = User.Password,
    };

    public Dictionary<string, string> PropertiesButPassword => new()
    {
        ["bootstrap.servers"] = Servers,
        ["security.protocol"] = "SASL_SSL",
        ["ssl.ca.location"] = CaFile,
        ["sasl.mechanism"] = "SCRAM-SHA-512",
        ["sasl.username"] = User.Name,
    };
}
