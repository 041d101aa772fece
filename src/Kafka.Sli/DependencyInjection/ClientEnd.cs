namespace Kafka.Sli.DependencyInjection;

/// <summary>
/// Is made by the container before a client, and so disposed after it: by then the client has flushed what it would
/// flush, and what is still in flight stays so.
/// </summary>
internal sealed class ClientEnd : IDisposable
{
    private Action? _then;

    public void Then(Action then) => _then = then;

    public void Dispose() => _then?.Invoke();
}
