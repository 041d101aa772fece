namespace Kafka.Sli.Tests.OnCluster;

/// <summary>How a client comes to be measured; without us it shows what the other two have to be like.</summary>
public enum Way
{
    Without,
    Wrapped,
    Built,
}
