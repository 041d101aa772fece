using Confluent.Kafka;
using Kafka.Sli.Producing;
using Kafka.Sli.Telemetry;
using Microsoft.Extensions.DependencyInjection;

namespace Kafka.Sli.DependencyInjection;

/// <summary>The decorator as a container makes it for an open generic registration.</summary>
internal sealed class InjectedProducer<TKey, TValue> : SliProducer<TKey, TValue>
{
    public InjectedProducer(IServiceProvider services, DecoratedServices decorated, KafkaSli sli, ClientEnd end, [ServiceKey] object? key = null)
        : this(
            (IProducer<TKey, TValue>)decorated.OpenGenerics.Find(services, typeof(IProducer<TKey, TValue>), key),
            sli,
            ClientDecorator.NameOf(key),
            new ContainedClientLife(services, end))
    {
    }

    private InjectedProducer(IProducer<TKey, TValue> inner, KafkaSli sli, SliClientOptions client, InnerClientLife life)
        : base(inner, sli.Telemetry, sli.ProducerSettingsOf(client, life)) => Open();
}
