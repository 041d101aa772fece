using System.Diagnostics;

namespace Polyfills;

internal static class ExecutionContexts
{
    /// <summary>.NET 5 and later have it, and may run this assembly.</summary>
    private static readonly Action<ExecutionContext> OfRuntime =
        typeof(ExecutionContext).GetMethod("Restore", [typeof(ExecutionContext)]) is { } restore
            ? (Action<ExecutionContext>)restore.CreateDelegate(typeof(Action<ExecutionContext>))
            : RestoreActivity;

    extension(ExecutionContext)
    {
        public static void Restore(ExecutionContext context) => OfRuntime(context);
    }

    /// <summary>The whole of it cannot be set elsewhere; of what it holds the current activity is what we change.</summary>
    public static void RestoreActivity(ExecutionContext context)
    {
        Activity? current = null;
        ExecutionContext.Run(context, _ => current = Activity.Current, null);
        Activity.Current = current;
    }
}
