using Microsoft.CodeAnalysis;

namespace Polyfills;

[Embedded]
internal static class Threads
{
    public static void UnsafeStart(this Thread thread)
    {
        if (ExecutionContext.IsFlowSuppressed())
        {
            thread.Start();
            return;
        }

        using (ExecutionContext.SuppressFlow())
        {
            thread.Start();
        }
    }

    /// <summary>Waits while the token's callback runs, which here is never longer than a task is made to end.</summary>
    public static void Unregister(this CancellationTokenRegistration registration) => registration.Dispose();
}
