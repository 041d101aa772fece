namespace Kafka.Sli.Probe.Board;

/// <summary>The last quarter of an hour of one cell, by the second.</summary>
internal sealed class CellHistory
{
    private const int Most = 900;

    private readonly Queue<CellSample> _samples = new(Most);

    /// <summary>The oldest first.</summary>
    public IReadOnlyList<CellSample> Samples => [.. _samples];

    public CellSample? Latest { get; private set; }

    public void Add(CellSample sample)
    {
        if (_samples.Count == Most)
        {
            _samples.Dequeue();
        }

        _samples.Enqueue(sample);
        Latest = sample;
    }
}
