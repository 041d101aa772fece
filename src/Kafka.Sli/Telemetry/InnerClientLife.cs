namespace Kafka.Sli.Telemetry;

/// <summary>
/// Keeps disposal as it was without the decorator: a container disposes whatever its factories return, so it
/// disposes a decorator also where it would not have disposed the client, or not yet.
/// </summary>
internal abstract class InnerClientLife
{
    /// <summary>The client ends with its decorator, as if there were none between the application and it.</summary>
    public static readonly InnerClientLife OfDecorator = new Decorators();

    /// <summary>The decorator is disposed: ends the client where that is what the call means.</summary>
    /// <param name="client">The decorated client.</param>
    /// <param name="ended">Called when the client has ended, now or later; not called when it outlives the decorator.</param>
    public abstract void End(IDisposable client, Action ended);

    /// <summary>As <see cref="End"/>, for a decorator that is disposed asynchronously.</summary>
    public abstract ValueTask EndAsync(IDisposable client, Action ended);

    protected static void EndNow(IDisposable client, Action ended)
    {
        try
        {
            client.Dispose();
        }
        finally
        {
            ended();
        }
    }

    protected static async ValueTask EndNowAsync(IDisposable client, Action ended)
    {
        if (client is not IAsyncDisposable asynchronous)
        {
            EndNow(client, ended);
            return;
        }

        try
        {
            await asynchronous.DisposeAsync().ConfigureAwait(false);
        }
        finally
        {
            ended();
        }
    }

    private sealed class Decorators : InnerClientLife
    {
        public override void End(IDisposable client, Action ended) => EndNow(client, ended);

        public override ValueTask EndAsync(IDisposable client, Action ended) => EndNowAsync(client, ended);
    }
}
