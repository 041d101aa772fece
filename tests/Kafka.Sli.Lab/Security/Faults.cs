using Kafka.Sli.Lab.Brokers;

namespace Kafka.Sli.Lab.Security;

/// <summary>What may be wrong with a client's connection or rights.</summary>
public enum Fault
{
    None,
    WrongCa,
    ExpiredCertificate,
    WrongPassword,
    NoRights,
}

/// <summary>Makes them.</summary>
internal static class Faults
{
    public static LogIn LogInWith(this Fault fault, KafkaCluster cluster)
    {
        var right = LogIn.As(LabUser.Probe, cluster);
        return fault switch
        {
            Fault.WrongCa => right with { CaFile = cluster.Security!.WrongCaFile },
            Fault.ExpiredCertificate => right with { Servers = cluster.Addresses(ClusterSecurity.Expired) },
            Fault.WrongPassword => right with { User = right.User with { Password = $"wrong-{Guid.NewGuid():N}" } },
            Fault.NoRights => LogIn.As(LabUser.Guest, cluster),
            _ => right,
        };
    }

    public static string Name(this Fault fault) => fault switch
    {
        Fault.WrongCa => "wrong CA",
        Fault.ExpiredCertificate => "expired certificate",
        Fault.WrongPassword => "wrong password",
        Fault.NoRights => "no rights",
        _ => "none",
    };
}
