using System.Collections.Concurrent;
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
    private readonly ConcurrentBag<IDisposable> _subscriptions = [];

    /// <summary>Reached through the builder alone: a builder that is never built must not be kept by this subscription.</summary>
    private HostBuilding(IHostApplicationBuilder builder) => _builder = new(builder);

    /// <summary>Decorates the clients once, when this very builder builds its host.</summary>
    public static void DecorateClientsOf(IHostApplicationBuilder builder, DecoratedServices decorated)
    {
        if (builder.Properties.TryAdd(typeof(DecoratedServices), decorated))
        {
            var building = new HostBuilding(builder);
            building._subscriptions.Add(DiagnosticListener.AllListeners.Subscribe(building));
        }
    }

    void IObserver<DiagnosticListener>.OnNext(DiagnosticListener value)
    {
        if (value.Name == Listener)
        {
            // Every host has a listener of its own, and several may be in the building.
            _subscriptions.Add(value.Subscribe(this));
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
            ((DecoratedServices)builder.Properties[typeof(DecoratedServices)]).DecorateAll();
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
        while (_subscriptions.TryTake(out var subscription))
        {
            subscription.Dispose();
        }
    }
}
