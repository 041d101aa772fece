using Kafka.Sli.Probe.Ledger;

namespace Kafka.Sli.Probe.Probing;

/// <summary>What was handed to the client since the last transaction ended: acknowledged one by one, and nobody's to read until all of it is committed. One thread at a time.</summary>
internal sealed class OpenTransaction
{
    private readonly List<(SentNumbers Numbers, long Number)> _sent = [];

    public void Add(SentNumbers numbers, long number) => _sent.Add((numbers, number));

    public void End(Fate fate)
    {
        foreach (var (numbers, number) in _sent)
        {
            numbers.Settle(number, fate);
        }

        _sent.Clear();
    }
}
