namespace Kafka.Sli.Telemetry;

/// <summary>
/// Keeps disposal as it was without the decorator: a container disposes whatever its factories return, so it
/// disposes a decorator also where it would not have disposed the client, or not yet.
/// </summary>
/// <param name="Owner">Who disposes the decorated client when the container goes.</param>
/// <param name="ContainerIsDisposing">Whether the call to Dispose that is under way comes from the container.</param>
internal sealed record InnerClientLife(InnerClientOwner Owner, Func<bool> ContainerIsDisposing)
{
    public static readonly InnerClientLife OfDecorator = new(InnerClientOwner.Decorator, static () => false);

    /// <summary>Disposes the client where that is what the call means.</summary>
    /// <returns><see langword="false"/> when the client lives on.</returns>
    public bool End(IDisposable client)
    {
        if (Owner == InnerClientOwner.Decorator || !ContainerIsDisposing())
        {
            client.Dispose();
            return true;
        }

        return Owner == InnerClientOwner.Container;
    }
}
