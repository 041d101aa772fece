namespace Kafka.Sli.Lab.Brokers;

/// <summary>What one broker is to be like.</summary>
/// <param name="Id">Its number.</param>
/// <param name="IsVoter">Whether it is one of the controllers too.</param>
/// <param name="DataFolder">Where its partitions are, when not beside its metadata.</param>
internal sealed record BrokerOptions(int Id, bool IsVoter = true, string? DataFolder = null);
