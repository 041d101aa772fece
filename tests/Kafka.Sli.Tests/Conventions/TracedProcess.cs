namespace Kafka.Sli.Tests.Conventions;

/// <summary>Tests whose listeners or propagators the whole process hears: nothing runs beside them.</summary>
[CollectionDefinition(nameof(TracedProcess), DisableParallelization = true)]
public sealed class TracedProcess;
