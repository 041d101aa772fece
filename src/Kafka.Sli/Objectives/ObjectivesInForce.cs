using System.Collections.Concurrent;

namespace Kafka.Sli.Objectives;

/// <summary>The objectives of one service provider and what they counted, by client. Fixed for its life.</summary>
internal sealed class ObjectivesInForce
{
    private readonly Objective[] _objectives;

    /// <summary>For each objective, by the name of the client.</summary>
    private readonly ConcurrentDictionary<ValueTuple<string?>, VerdictCounts>[] _counts;

    public ObjectivesInForce(IEnumerable<Objective> objectives)
    {
        _objectives = [.. objectives];
        _counts = [.. _objectives.Select(_ => new ConcurrentDictionary<ValueTuple<string?>, VerdictCounts>())];
    }

    public IReadOnlyList<Objective> All => _objectives;

    public IEnumerable<VerdictCounts> Counts => _counts.SelectMany(byClient => byClient.Values);

    /// <summary>Makes the client's series, so that each stands at 0 before its first event.</summary>
    public void Open(string? client, params ReadOnlySpan<ServiceLevelIndicator> indicators)
    {
        foreach (var indicator in indicators)
        {
            for (var i = 0; i < _objectives.Length; i++)
            {
                if (_objectives[i].Indicator == indicator && _objectives[i].CoversClient(client))
                {
                    CountsOf(i, client);
                }
            }
        }
    }

    /// <summary>What judges the events of one indicator and client, and of one topic where an event has one.</summary>
    public VerdictCounts[] Judges(ServiceLevelIndicator indicator, string? client, string? topic = null) =>
    [
        .. Enumerable.Range(0, _objectives.Length)
            .Where(i => _objectives[i].Indicator == indicator
                && _objectives[i].CoversClient(client)
                && (topic is null || _objectives[i].CoversDestination(topic)))
            .Select(i => CountsOf(i, client)),
    ];

    /// <summary>What one objective, by its place in <see cref="All"/>, counted over all clients.</summary>
    public (long Good, long Bad) TotalsOf(int objective) => (Total(objective, Verdict.Good), Total(objective, Verdict.Bad));

    public long Total(int objective, Verdict verdict)
    {
        var total = 0L;
        foreach (var (_, counts) in _counts[objective])
        {
            total += counts[verdict];
        }

        return total;
    }

    private VerdictCounts CountsOf(int objective, string? client) =>
        _counts[objective].GetOrAdd(new(client), static (key, counted) => new VerdictCounts(counted, key.Item1), _objectives[objective]);
}
