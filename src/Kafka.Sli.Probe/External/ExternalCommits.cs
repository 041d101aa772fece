using System.Collections.Concurrent;
using Kafka.Sli.Measuring;
using Kafka.Sli.Probe.Probing;

namespace Kafka.Sli.Probe.External;

/// <summary>What an external client was asked to commit, and what it commits by itself.</summary>
internal sealed class ExternalCommits
{
    private readonly ConcurrentDictionary<long, (MeasuredOperation? Operation, long Start)> _asked = new();
    private readonly MeasuredConsumer _consumer;
    private readonly ExternalEnds _ends;
    private readonly IModelClientEvents _events;
    private readonly TimeProvider _time;
    private long _last;

    public ExternalCommits(MeasuredConsumer consumer, ExternalEnds ends, IModelClientEvents events, TimeProvider time) => (_consumer, _ends, _events, _time) = (consumer, ends, events, time);

    /// <summary>How many it has not answered. For any thread.</summary>
    public int Unanswered => _asked.Count;

    /// <summary>One is being asked for; that of nothing is no event. For any thread.</summary>
    /// <returns>What its answer will be known by.</returns>
    public long Begin(bool isOfNothing)
    {
        var (id, now) = (Interlocked.Increment(ref _last), _time.GetTimestamp());
        _asked[id] = (isOfNothing ? null : _consumer.BeginCommit(now), now);
        return id;
    }

    /// <summary>It lasted as long as the client says; that it was asked for a little earlier is not in it.</summary>
    /// <returns>What is wrong with it; <see langword="null"/> when nothing is.</returns>
    public string? Ended(ExternalEvent told, IReadOnlyList<long[]> positions)
    {
        if (positions.Any(p => p is not [>= 0 and <= int.MaxValue, >= 0]))
        {
            return "its positions are not [partition, offset]";
        }

        if (told.Id is { } id)
        {
            if (!_asked.TryRemove(id, out var asked))
            {
                return "nobody has asked for that commit, or it has ended already";
            }

            var (start, at) = (told.Start ?? asked.Start, told.At ?? asked.Start);
            if (at < start || start < asked.Start)
            {
                asked.Operation?.End(MeasuredEnd.Unobserved, _time.GetTimestamp());
                return "it ends before it begins, or began before it was asked for";
            }

            asked.Operation?.End(_ends.Of(told), asked.Start + (at - start));
        }

        if (told.Outcome == "ok")
        {
            _events.Committed([.. positions.Select(p => ((int)p[0], p[1]))]);
        }
        else
        {
            _ends.Complain(told.Error, told.Text, isSend: false);
        }

        return null;
    }
}
