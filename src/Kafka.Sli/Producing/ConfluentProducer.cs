using Confluent.Kafka;

namespace Kafka.Sli.Producing;

/// <summary>What Confluent.Kafka's own producer does not tell otherwise, found out by how it refuses a call.</summary>
internal static class ConfluentProducer
{
    private const string ReportsAreOff = "A delivery handler was specified, but delivery reports are disabled.";

    /// <summary>
    /// Whether a Produce call was refused for its handler alone: a client with EnableDeliveryReports=false does so before it does
    /// anything else, so that the call can be repeated without one. A decorator around such a client lets it through.
    /// </summary>
    public static bool RefusesHandlers(InvalidOperationException refusal) =>
        refusal.GetType() == typeof(InvalidOperationException) && refusal.Message == ReportsAreOff;

    /// <summary>Whether a client is Confluent.Kafka's own, and no decorator or stand-in.</summary>
    public static bool IsBy(IClient client) => client.GetType().Assembly == typeof(IClient).Assembly;

    /// <summary>
    /// Whether a disposed producer's handle lives on, because it belongs to the producer that this one was built on. A closed
    /// handle is looked at before the argument is.
    /// </summary>
    public static bool LivesOn<TKey, TValue>(IProducer<TKey, TValue> disposed)
    {
        if (!IsBy(disposed))
        {
            return false;
        }

        try
        {
            disposed.AddBrokers(null);
            return true;
        }
        catch (ArgumentNullException)
        {
            return true;
        }
        catch (ObjectDisposedException)
        {
            return false;
        }
    }
}
