using System.Collections;
using System.Collections.Concurrent;

namespace Kafka.Sli.Telemetry;

/// <summary>All clients of one service provider, by the name that their user gave them.</summary>
internal sealed class ClientSeriesByName : IEnumerable<ClientSeries>
{
    private readonly ConcurrentDictionary<ValueTuple<string?>, ClientSeries> _series = new();

    public ClientSeries For(string? name) => _series.GetOrAdd(new(name), static key => new ClientSeries(key.Item1));

    public IEnumerator<ClientSeries> GetEnumerator() => _series.Values.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
