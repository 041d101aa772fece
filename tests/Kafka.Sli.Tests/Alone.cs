namespace Kafka.Sli.Tests;

/// <summary>Tests that read what the whole process uses: nothing else runs beside them.</summary>
[CollectionDefinition(nameof(Alone), DisableParallelization = true)]
#pragma warning disable CA1711 // It is a collection of tests.
public sealed class Alone;
#pragma warning restore CA1711
