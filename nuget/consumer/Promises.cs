using Kafka.Sli.Objectives;

namespace Promises;

/// <summary>What a library for netstandard2.0 does with the package; it runs in a service for .NET 10.</summary>
public static class Promised
{
    public static Objective Produce { get; } = new()
    {
        Indicator = ServiceLevelIndicator.Produce,
        Threshold = TimeSpan.FromSeconds(30),
        Target = 0.99,
    };
}
