using Confluent.Kafka;

namespace Kafka.Sli.Probe.Probing;

/// <summary>Commits what was read, each second and on a thread of its own: the reader must not wait for it, for its wait would be taken for the messages'.</summary>
internal sealed class Committer : CellWorker
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private readonly IConsumer<Ignore, Ignore> _consumer;
    private readonly CommitPositions _positions;

    public Committer(IConsumer<Ignore, Ignore> consumer, CommitPositions positions, TimeProvider time)
        : base("probe committer", time)
    {
        _consumer = consumer;
        _positions = positions;
    }

    public void Commit()
    {
        try
        {
            if (_positions.Take() is { Count: > 0 } reached)
            {
                _consumer.Commit(reached);
            }
        }
        catch (KafkaException)
        {
            // Measured as what it is. What comes next commits more.
        }
    }

    protected override void Run()
    {
        while (!Stopping.WaitHandle.WaitOne(Interval))
        {
            Commit();
            Progressed();
        }
    }
}
