namespace Kafka.Sli.Telemetry;

/// <summary>Steps that are taken on the thread pool, one at a time and in their order. A step does not throw.</summary>
internal sealed class TaskQueue
{
    private readonly Lock _lock = new();
    private Task _last = Task.CompletedTask;

    /// <summary>Whether every step has been taken.</summary>
    public bool IsIdle
    {
        get
        {
            lock (_lock)
            {
                return _last.IsCompleted;
            }
        }
    }

    /// <returns>The end of the step.</returns>
    public Task Add(Func<Task> step)
    {
        lock (_lock)
        {
            _last = _last.ContinueWith(_ => step(), CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default).Unwrap();
            return _last;
        }
    }
}
