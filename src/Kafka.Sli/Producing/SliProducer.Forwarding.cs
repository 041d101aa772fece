using Confluent.Kafka;

namespace Kafka.Sli.Producing;

public partial class SliProducer<TKey, TValue>
{
    /// <inheritdoc/>
    public Handle Handle => _inner.Handle;

    /// <inheritdoc/>
    public string Name => _inner.Name;

    /// <inheritdoc/>
    public int AddBrokers(string brokers) => _inner.AddBrokers(brokers);

    /// <inheritdoc/>
    public void SetSaslCredentials(string username, string password) => _inner.SetSaslCredentials(username, password);

    /// <inheritdoc/>
    public int Poll(TimeSpan timeout) => _inner.Poll(timeout);

    /// <inheritdoc/>
    public int Flush(TimeSpan timeout) => _inner.Flush(timeout);

    /// <inheritdoc/>
    public void Flush(CancellationToken cancellationToken = default) => _inner.Flush(cancellationToken);

    /// <inheritdoc/>
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Disposes the decorated producer, asynchronously if it can be.</summary>
    /// <returns>The end of its disposal.</returns>
    public async ValueTask DisposeAsync()
    {
        Leave();
        await _settings.Life.EndAsync(_inner, ClientEnded).ConfigureAwait(false);
        GC.SuppressFinalize(this);
    }

    /// <summary>Disposes the decorated producer, and ends as abandoned what is still in flight.</summary>
    /// <param name="disposing"><see langword="true"/> when called by <see cref="Dispose()"/>.</param>
    protected virtual void Dispose(bool disposing)
    {
        if (!disposing)
        {
            return;
        }

        // Ended only after the client: delivery reports may still come in until its poll thread has stopped.
        Leave();
        _settings.Life.End(_inner, ClientEnded);
    }
}
