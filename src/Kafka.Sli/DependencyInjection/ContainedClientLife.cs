using Kafka.Sli.Telemetry;

namespace Kafka.Sli.DependencyInjection;

/// <summary>
/// The life of a client that the decorator does not own: the application registered a finished instance, which a container
/// never disposes, or the container makes the client itself, and disposes it right after the decorator.
/// </summary>
internal sealed class ContainedClientLife : InnerClientLife
{
    private readonly IServiceProvider _services;
    private readonly ClientEnd? _end;

    /// <param name="services">The container, or the scope of it, that made the decorator.</param>
    /// <param name="end">Tells when the container has disposed the client; <see langword="null"/> when it never does.</param>
    public ContainedClientLife(IServiceProvider services, ClientEnd? end)
    {
        _services = services;
        _end = end;
    }

    public override void End(IDisposable client, Action ended)
    {
        if (!ContainerIsDisposing())
        {
            EndNow(client, ended);
        }
        else
        {
            _end?.Then(ended);
        }
    }

    public override async ValueTask EndAsync(IDisposable client, Action ended)
    {
        if (!ContainerIsDisposing())
        {
            await EndNowAsync(client, ended).ConfigureAwait(false);
        }
        else
        {
            _end?.Then(ended);
        }
    }

    /// <summary>A container refuses every request from the moment on at which it begins to dispose what it made.</summary>
    private bool ContainerIsDisposing()
    {
        try
        {
            _services.GetService(typeof(IServiceProvider));
            return false;
        }
#pragma warning disable CA1031 // Containers refuse in words of their own.
        catch (Exception)
#pragma warning restore CA1031
        {
            return true;
        }
    }
}
