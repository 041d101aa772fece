using Confluent.Kafka;
using Kafka.Sli.Consuming;
using Kafka.Sli.Telemetry;
using Microsoft.Extensions.DependencyInjection;

namespace Kafka.Sli.DependencyInjection;

/// <summary>The decorator as a container makes it for an open generic registration.</summary>
internal sealed class InjectedConsumer<TKey, TValue> : SliConsumer<TKey, TValue>
{
    public InjectedConsumer(IServiceProvider services, DecoratedServices decorated, KafkaSli sli, ClientEnd end, [ServiceKey] object? key = null)
        : this(
            (IConsumer<TKey, TValue>)decorated.OpenGenerics.Find(services, typeof(IConsumer<TKey, TValue>), key),
            sli,
            ClientDecorator.NameOf(key),
            new ContainedClientLife(services, end))
    {
    }

    private InjectedConsumer(IConsumer<TKey, TValue> inner, KafkaSli sli, SliClientOptions client, InnerClientLife life)
        : base(inner, sli.Telemetry, sli.ProgressOf(client), sli.ConsumerSettingsOf(client, life)) => Open();
}
