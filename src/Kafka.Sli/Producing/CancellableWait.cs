namespace Kafka.Sli.Producing;

/// <summary>
/// The application's wait for a message that is followed to its end by somebody else. Asynchronous serializers are called by the
/// client, so a token that is cancelled before they are done ends the wait a little earlier than it would without us.
/// </summary>
internal static class CancellableWait
{
    public static Task<T> For<T>(Task<T> followed, CancellationToken cancellationToken)
    {
        if (followed.IsCompleted || !cancellationToken.CanBeCanceled)
        {
            return followed;
        }

        var wait = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);

        // Without the token, as the client does: the exception names none.
        var cancellation = cancellationToken.UnsafeRegister(static w => ((TaskCompletionSource<T>)w!).TrySetCanceled(CancellationToken.None), wait);
        _ = Pass(followed, wait, cancellation);
        return wait.Task;
    }

    private static async Task Pass<T>(Task<T> followed, TaskCompletionSource<T> wait, CancellationTokenRegistration cancellation)
    {
        try
        {
            wait.TrySetResult(await followed.ConfigureAwait(false));
        }
#pragma warning disable CA1031 // Every exception is the application's to see, if it is still waiting.
        catch (Exception e)
#pragma warning restore CA1031
        {
            wait.TrySetException(e);
        }
        finally
        {
            cancellation.Unregister();
        }
    }
}
