using Kafka.Sli.Telemetry;

namespace Kafka.Sli.Measuring;

/// <summary>How an operation ended that Kafka.Sli has not decorated, by the outcomes of the SLI contract.</summary>
public sealed class MeasuredEnd
{
    private MeasuredEnd(Ending ending, Standing standing) => (Ending, Standing) = (ending, standing);

    /// <summary>It succeeded: good within the threshold, bad beyond it.</summary>
    public static MeasuredEnd Ok { get; } = new(Ending.Ok, Standing.Timed);

    /// <summary>It may have been done, or may not. Bad.</summary>
    public static MeasuredEnd Unknown { get; } = new(Ending.Unknown, Standing.Bad);

    /// <summary>The application aborted it, which says nothing about Kafka. Of a transaction. Excluded.</summary>
    public static MeasuredEnd Aborted { get; } = new(Ending.Aborted, Standing.Excluded);

    /// <summary>Its client is gone, and it was not over. Bad.</summary>
    public static MeasuredEnd Abandoned { get; } = new(Ending.Abandoned, Standing.Bad);

    /// <summary>Nothing tells how it ended. Excluded.</summary>
    public static MeasuredEnd Unobserved { get; } = new(Ending.Unobserved, Standing.Excluded);

    internal Ending Ending { get; }

    internal Standing Standing { get; }

    /// <summary>A final error. Bad.</summary>
    /// <param name="errorType">The value of <c>error.type</c>: a name of low cardinality, such as Kafka's name of the error.</param>
    /// <exception cref="ArgumentException"><paramref name="errorType"/> is <see langword="null"/> or empty.</exception>
    public static MeasuredEnd Failed(string errorType)
    {
        ArgumentException.ThrowIfNullOrEmpty(errorType);
        return new(Ending.Failed(errorType), Standing.Bad);
    }

    /// <summary>An error that says nothing about Kafka: a wrong argument, a value that could not be serialised, what the application itself gave up. Excluded, unless its deadline had passed before.</summary>
    /// <param name="errorType">The value of <c>error.type</c>, as for <see cref="Failed"/>.</param>
    /// <exception cref="ArgumentException"><paramref name="errorType"/> is <see langword="null"/> or empty.</exception>
    public static MeasuredEnd Excluded(string errorType)
    {
        ArgumentException.ThrowIfNullOrEmpty(errorType);
        return new(Ending.Failed(errorType), Standing.Excluded);
    }
}
