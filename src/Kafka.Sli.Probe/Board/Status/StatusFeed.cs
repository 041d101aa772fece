using System.Runtime.CompilerServices;

namespace Kafka.Sli.Probe.Board;

/// <summary>Hands the latest status to everybody who follows it. Whoever is too slow for one is given the next.</summary>
internal sealed class StatusFeed
{
    private TaskCompletionSource<string> _next = Promise();
    private int _followers;

    public bool HasFollowers => Volatile.Read(ref _followers) > 0;

    public void Publish(string status) => Interlocked.Exchange(ref _next, Promise()).SetResult(status);

    /// <param name="now">Tells the status that comes first.</param>
    /// <param name="stop">Ends it.</param>
    public async IAsyncEnumerable<string> FollowAsync(Func<string> now, [EnumeratorCancellation] CancellationToken stop)
    {
        Interlocked.Increment(ref _followers);
        try
        {
            var next = Volatile.Read(ref _next).Task;
            yield return now();
            while (await IfNotStoppedAsync(next, stop) is { } status)
            {
                next = Volatile.Read(ref _next).Task;
                yield return status;
            }
        }
        finally
        {
            Interlocked.Decrement(ref _followers);
        }
    }

    private static TaskCompletionSource<string> Promise() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private static async Task<string?> IfNotStoppedAsync(Task<string> next, CancellationToken stop)
    {
        try
        {
            return await next.WaitAsync(stop);
        }
        catch (OperationCanceledException)
        {
            // Nobody looks any more, or the probe ends.
            return null;
        }
    }
}
