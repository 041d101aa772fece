using System.Diagnostics;
using Microsoft.Extensions.Hosting;

namespace Kafka.Sli.DependencyInjection;

/// <summary>
/// The moment at which a host builder has all its services and has not built their container yet. The generic host
/// announces it to diagnostic listeners; the only other way in is to replace its container factory, and with it the one that
/// the application may have chosen.
/// </summary>
internal sealed class HostBuilding : IObserver<DiagnosticListener>, IObserver<KeyValuePair<string, object?>>
{
    private const string Listener = "Microsoft.Extensions.Hosting";
    private const string Event = "HostBuilding";

    private readonly WeakReference<IHostApplicationBuilder> _builder;
    private readonly Action _then;
    private IDisposable? _allListeners;
    private IDisposable? _hostListener;

    private HostBuilding(IHostApplicationBuilder builder, Action then)
    {
        _builder = new(builder);
        _then = then;
    }

    /// <summary>Calls back once, when this very builder builds its host.</summary>
    public static void Of(IHostApplicationBuilder builder, Action then)
    {
        var building = new HostBuilding(builder, then);
        building._allListeners = DiagnosticListener.AllListeners.Subscribe(building);
    }

    void IObserver<DiagnosticListener>.OnNext(DiagnosticListener value)
    {
        if (value.Name == Listener)
        {
            _hostListener?.Dispose();
            _hostListener = value.Subscribe(this);
        }
    }

    void IObserver<KeyValuePair<string, object?>>.OnNext(KeyValuePair<string, object?> value)
    {
        if (!_builder.TryGetTarget(out var builder))
        {
            Forget();
        }
        else if (value is { Key: Event, Value: IHostBuilder host } && ReferenceEquals(host.Properties, builder.Properties))
        {
            Forget();
            _then();
        }
    }

    public void OnCompleted()
    {
    }

    public void OnError(Exception error)
    {
    }

    private void Forget()
    {
        _hostListener?.Dispose();
        _allListeners?.Dispose();
    }
}
