namespace Kafka.Sli.Probe.Embedded;

/// <summary>What a coordinator is asked for.</summary>
internal enum CoordinatorKind
{
    /// <summary>By <c>group.id</c>.</summary>
    Group,

    /// <summary>By <c>transactional.id</c>.</summary>
    Transaction,
}
