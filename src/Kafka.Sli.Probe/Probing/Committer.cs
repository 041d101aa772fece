using Confluent.Kafka;

namespace Kafka.Sli.Probe.Probing;

/// <summary>
/// Commits what was judged, or hands it to a client that commits by itself, each second and on a thread of its own: the reader must not wait for it, for its wait would be taken for the messages'.
/// Nobody waits for it for long: without a coordinator the client's own call lasts until the session would be over.
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
    private readonly bool _isAutomatic;
    private List<TaskCompletionSource> _waiting = [];
    private bool _isOver;

    /// <param name="consumer">Whose position it is.</param>
    /// <param name="topic">What it reads.</param>
    /// <param name="events">Knows how far that is judged.</param>
    /// <param name="isAutomatic">Whether the consumer commits by itself what it is given here.</param>
    /// <param name="time">The clock.</param>
    public Committer(IConsumer<Ignore, Ignore> consumer, string topic, IModelClientEvents events, bool isAutomatic, TimeProvider time)
        : base("probe committer", time)
    {
        _consumer = consumer;
        _topic = topic;
        _events = events;
        _isAutomatic = isAutomatic;
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
            var positions = _events.ToCommit();
            var offsets = positions.Select(p => new TopicPartitionOffset(_topic, p.Partition, p.Offset)).ToList();
            if (_isAutomatic)
            {
                offsets.ForEach(Store);
            }
            else if (offsets.Count > 0)
            {
                _consumer.Commit(offsets);
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

    private void Store(TopicPartitionOffset offset)
    {
        try
        {
            _consumer.StoreOffset(offset);
        }
        catch (KafkaException e) when (e.Error.Code == ErrorCode.Local_State)
        {
            // It is just being given, or has just been taken away: that is no reason to keep the others back.
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
