using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using Confluent.Kafka;
using Kafka.Sli.Telemetry;

namespace Kafka.Sli.DependencyInjection;

/// <summary>Decorates what a registration gives, for one closed client type.</summary>
internal abstract class ClientDecorator
{
    /// <summary>Ahead of time there is code for the types that are classes, which share it; of the others a client is decorated by its builder alone.</summary>
    public static bool HasCodeFor(Type serviceType) =>
        RuntimeFeature.IsDynamicCodeSupported || !Array.Exists(serviceType.GetGenericArguments(), argument => argument.IsValueType);

    /// <param name="serviceType">A closed <c>IProducer&lt;,&gt;</c> or <c>IConsumer&lt;,&gt;</c>.</param>
    [UnconditionalSuppressMessage("AOT", "IL3050", Justification = "Only where there is code for it.")]
    public static ClientDecorator For(Type serviceType)
    {
        var decorator = ClientKind.IsProducer(serviceType) ? typeof(OfProducer<,>) : typeof(OfConsumer<,>);
        return (ClientDecorator)Activator.CreateInstance(decorator.MakeGenericType(serviceType.GetGenericArguments()))!;
    }

    /// <summary>A client's key is the name that its user gave it.</summary>
    public static SliClientOptions NameOf(object? serviceKey) => new() { Name = serviceKey as string };

    public abstract object Decorate(KafkaSli sli, object client, SliClientOptions options, InnerClientLife life);

    private sealed class OfProducer<TKey, TValue> : ClientDecorator
    {
        public override object Decorate(KafkaSli sli, object client, SliClientOptions options, InnerClientLife life) =>
            sli.Decorate((IProducer<TKey, TValue>)client, options, life);
    }

    private sealed class OfConsumer<TKey, TValue> : ClientDecorator
    {
        public override object Decorate(KafkaSli sli, object client, SliClientOptions options, InnerClientLife life) =>
            sli.Decorate((IConsumer<TKey, TValue>)client, options, life);
    }
}
