using System.Collections.Concurrent;

namespace Kafka.Sli.Telemetry;

/// <summary>The clients of one name, whose gauges are told as one: sums added up, ages by the oldest.</summary>
internal sealed class ClientSeries
{
    private readonly ConcurrentDictionary<IInFlight, bool> _producers = new();
    private readonly ConcurrentDictionary<IPolled, bool> _consumers = new();

    public ClientSeries(string? name) =>
        Tags = name is null ? [] : [new KeyValuePair<string, object?>(SliAttributes.Client, name)];

    public KeyValuePair<string, object?>[] Tags { get; }

    /// <summary>Stays set when the last producer has gone, so that the series ends at 0 and not in a gap.</summary>
    public bool HasProduced { get; private set; }

    public bool HasConsumers => !_consumers.IsEmpty;

    public long InFlight => _producers.Keys.Sum(p => p.Count);

    public long? OldestStart => _producers.Keys.Min(p => p.OldestStart);

    /// <summary>Since when the consumer that waits longest for its application to ask again has been waiting.</summary>
    public long? IdleSince => _consumers.Keys.Min(c => c.IdleSince);

    public void Add(IInFlight producer)
    {
        HasProduced = true;
        _producers[producer] = true;
    }

    public void Add(IPolled consumer) => _consumers[consumer] = true;

    public void Remove(IInFlight producer) => _producers.TryRemove(producer, out _);

    public void Remove(IPolled consumer) => _consumers.TryRemove(consumer, out _);
}
