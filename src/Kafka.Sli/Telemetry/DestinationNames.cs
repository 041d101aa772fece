using System.Collections.Concurrent;

namespace Kafka.Sli.Telemetry;

/// <summary>
/// The topics that are known by name in metrics. Past the limit all others share one name: past the SDK's own
/// limit of attribute sets everything would collapse into one, and the error types with it.
/// </summary>
internal sealed class DestinationNames
{
    public const string Other = "_other";

    private readonly ConcurrentDictionary<string, bool> _names = new();
    private readonly int _limit;
    private int _places;

    public DestinationNames(int limit) => _limit = limit;

    public bool TryAdmit(string topic)
    {
        if (_names.ContainsKey(topic))
        {
            return true;
        }

        if (Volatile.Read(ref _places) >= _limit || Interlocked.Increment(ref _places) > _limit)
        {
            return false;
        }

        if (!_names.TryAdd(topic, true))
        {
            Interlocked.Decrement(ref _places);
        }

        return true;
    }
}
