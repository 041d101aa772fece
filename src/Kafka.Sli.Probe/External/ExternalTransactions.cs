using Kafka.Sli.Measuring;

namespace Kafka.Sli.Probe.External;

/// <summary>The transactions of an external client. One thread at a time.</summary>
internal sealed class ExternalTransactions
{
    /// <summary>A producer has one at a time.</summary>
    private const int Most = 100;

    private readonly Dictionary<long, (MeasuredOperation Operation, long Start)> _open = [];
    private readonly MeasuredProducer _producer;
    private readonly ExternalEnds _ends;
    private readonly TimeProvider _time;

    public ExternalTransactions(MeasuredProducer producer, ExternalEnds ends, TimeProvider time) => (_producer, _ends, _time) = (producer, ends, time);

    /// <returns>What is wrong with it; <see langword="null"/> when nothing is.</returns>
    public string? Begun(long id, long start, bool isInitialisation)
    {
        if (_open.ContainsKey(id) || _open.Count >= Most)
        {
            return "has begun already, or too many have begun";
        }

        _open[id] = (isInitialisation ? _producer.BeginInitTransactions(start) : _producer.BeginTransaction(start), start);
        return null;
    }

    /// <inheritdoc cref="Begun"/>
    public string? Ended(long id, long at, ExternalEvent told)
    {
        if (!_open.Remove(id, out var begun))
        {
            return "has not begun, or has ended already";
        }

        if (at < begun.Start)
        {
            begun.Operation.End(MeasuredEnd.Unobserved, _time.GetTimestamp());
            return "it ends before it begins";
        }

        _ends.Complain(told.Error, told.Text, isSend: true);
        begun.Operation.End(_ends.Of(told), at);
        return null;
    }
}
