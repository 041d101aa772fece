namespace Kafka.Sli.Probe.Tests.Probing;

/// <summary>Tests that read the meters of the process, and whose cells have the same names: one at a time.</summary>
[CollectionDefinition(nameof(OneProber))]
public sealed class OneProber;
