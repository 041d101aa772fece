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

    private static readonly TimeSpan RetryPause = TimeSpan.FromMilliseconds(100);

    /// <summary>librdkafka tries again by itself, twice in 300 ms: a coordinator that is new needs longer.</summary>
    private static readonly ErrorCode[] Passing =
    [
        ErrorCode.GroupLoadInProgress, ErrorCode.GroupCoordinatorNotAvailable, ErrorCode.NotCoordinatorForGroup, ErrorCode.RequestTimedOut,
        ErrorCode.Local_TimedOut, ErrorCode.Local_WaitCoord, ErrorCode.Local_Transport,
    ];

    private readonly Lock _lock = new();
    private readonly AutoResetEvent _asked = new(false);
    private readonly IConsumer<Ignore, Ignore> _consumer;
    private readonly string _topic;
    private readonly IModelClientEvents _events;
    private readonly bool _isAutomatic;
    private List<TaskCompletionSource<Error?>> _waiting = [];
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

    /// <summary>Commits now, what is judged by now. What cannot be committed is judged by whoever reads it next.</summary>
    public void Commit(TimeSpan longest) => Ask().Wait(longest);

    /// <summary>Likewise, and tries again as long as there is hope.</summary>
    /// <returns>Whether it is committed, or handed to a client that commits by itself.</returns>
    public bool CommitAll(TimeSpan longest)
    {
        var began = Time.GetTimestamp();
        do
        {
            var asked = Ask();
            if (!asked.Wait(Left()) || (asked.Result is { } error && !Passing.Contains(error.Code)))
            {
                return false;
            }

            if (asked.Result is null)
            {
                return true;
            }
        }
        while (!Stopping.WaitHandle.WaitOne(RetryPause) && Left() > TimeSpan.Zero);
        return false;

        TimeSpan Left() => longest - Time.GetElapsedTime(began) is var left && left > TimeSpan.Zero ? left : TimeSpan.Zero;
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
            List<TaskCompletionSource<Error?>> waiting;
            lock (_lock)
            {
                (waiting, _waiting) = (_waiting, []);
            }

            var error = CommitNow();
            waiting.ForEach(w => w.SetResult(error));
            Progressed();
        }
    }

    /// <returns>Why it was not committed; <see langword="null"/> when it was.</returns>
    private Task<Error?> Ask()
    {
        var done = new TaskCompletionSource<Error?>();
        lock (_lock)
        {
            if (_isOver)
            {
                return Task.FromResult<Error?>(new(ErrorCode.Local_State));
            }

            _waiting.Add(done);
        }

        _asked.Set();
        return done.Task;
    }

    /// <returns>Likewise.</returns>
    /// <remarks>One at a time, and on this thread alone: an older position must not be committed after a newer one.</remarks>
    private Error? CommitNow()
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

            return null;
        }
        catch (TopicPartitionOffsetException e)
        {
            _events.Committed([.. e.Results.Where(r => !r.Error.IsError).Select(r => (r.Partition.Value, r.Offset.Value))]);
            return Refused(e.Results.First(r => r.Error.IsError).Error);
        }
        catch (KafkaException e)
        {
            // Measured as what it is. What comes next commits more.
            return Refused(e.Error);
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

    private Error Refused(Error error)
    {
        if (Refusals.Of(error, isSend: false) is { } refusal)
        {
            _events.Refused(refusal, error.Reason);
        }

        return error;
    }
}
