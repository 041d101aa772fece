namespace Kafka.Sli.Objectives;

/// <summary>Where error budgets are kept between two lives of a process: a database, an object store, whatever outlives it.</summary>
public sealed class ErrorBudgetStore
{
    /// <param name="load">
    /// Asked once, when Kafka.Sli starts. Returns what was saved last, or <see langword="null"/> when nothing was. If it fails, the budgets start anew and
    /// nothing is saved, so that what is there is not overwritten.
    /// </param>
    /// <param name="save">Given the whole state, some ten kilobytes for an objective, at most every ten seconds and at the end.</param>
    /// <exception cref="ArgumentNullException">One of them is <see langword="null"/>.</exception>
    public ErrorBudgetStore(Func<CancellationToken, Task<byte[]?>> load, Func<byte[], CancellationToken, Task> save)
    {
        ArgumentNullException.ThrowIfNull(load);
        ArgumentNullException.ThrowIfNull(save);
        Load = load;
        Save = save;
    }

    internal Func<CancellationToken, Task<byte[]?>> Load { get; }

    internal Func<byte[], CancellationToken, Task> Save { get; }

    /// <summary>Puts away what was loaded and is not ours, and tells where it is now.</summary>
    internal Func<string>? SetAside { get; init; }
}
