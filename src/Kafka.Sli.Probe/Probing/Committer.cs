using Confluent.Kafka;

namespace Kafka.Sli.Probe.Probing;

/// <summary>
/// Commits what was judged, each second and on a thread of its own: the reader must not wait for it, for its wait would be taken for the messages'. Nobody waits for it for long:
/// without a coordinator the client's own call lasts until the session would be over.
/// </summary>
internal sealed class Committer : CellWorker
{
    /// <summary>What an instance that is killed has counted and not told is of one such interval, and of one between two scrapes.</summary>
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private readonly Lock _lock = new();
    private readonly AutoResetEvent _asked = new(false);
    private readonly IConsumer<Ignore, Ignore> _consumer;
    private readonly string _topic;
    private readonly IModelClientEvents _events;
    private List<TaskCompletionSource> _waiting = [];
    private bool _isOver;

    public Committer(IConsumer<Ignore, Ignore> consumer, string topic, IModelClientEvents events, TimeProvider time)
        : base("probe committer", time)
    {
        _consumer = consumer;
        _topic = topic;
        _events = events;
    }

    /// <summary>Commits now, what is judged by now.</summary>
    /// <returns>Whether that was tried to its end within the time.</returns>
    public bool Commit(TimeSpan longest)
    {
        var done = new TaskCompletionSource();
        lock (_lock)
        {
            if (_isOver)
            {
                return false;
            }

            _waiting.Add(done);
        }

        _asked.Set();
        return done.Task.Wait(longest);
    }

    /// <summary>It commits no more; a commit that is under way may last.</summary>
    public void End()
    {
        lock (_lock)
        {
            _isOver = true;
        }

        RequestStop();
    }

    protected override void Run()
    {
        while (WaitHandle.WaitAny([Stopping.WaitHandle, _asked], Interval) != 0)
        {
            List<TaskCompletionSource> waiting;
            lock (_lock)
            {
                (waiting, _waiting) = (_waiting, []);
            }

            CommitNow();
            waiting.ForEach(w => w.SetResult());
            Progressed();
        }
    }

    /// <remarks>One at a time, and on this thread alone: an older position must not be committed after a newer one.</remarks>
    private void CommitNow()
    {
        try
        {
            if (_events.ToCommit() is { Count: > 0 } positions)
            {
                _consumer.Commit(positions.Select(p => new TopicPartitionOffset(_topic, p.Partition, p.Offset)));
                _events.Committed(positions);
            }
        }
        catch (TopicPartitionOffsetException e)
        {
            _events.Committed([.. e.Results.Where(r => !r.Error.IsError).Select(r => (r.Partition.Value, r.Offset.Value))]);
            Refused(e.Results.First(r => r.Error.IsError).Error);
        }
        catch (KafkaException e)
        {
            // Measured as what it is. What comes next commits more.
            Refused(e.Error);
        }
    }

    private void Refused(Error error)
    {
        if (Refusals.Of(error, isSend: false) is { } refusal)
        {
            _events.Refused(refusal, error.Reason);
        }
    }
}
