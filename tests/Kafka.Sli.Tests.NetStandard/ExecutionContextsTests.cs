using System.Diagnostics;
using Polyfills;

namespace Kafka.Sli.Tests;

/// <summary>How the caller's activity is kept on .NET Framework, which cannot restore an execution context.</summary>
public class ExecutionContextsTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void The_callers_activity_is_current_again_whatever_was_started_or_stopped(bool callerHasOne)
    {
        using var callers = callerHasOne ? new Activity("caller").Start() : null;
        var context = ExecutionContext.Capture()!;
        using var ours = new Activity("ours").Start();

        ExecutionContexts.RestoreActivity(context);

        Assert.Same(callers, Activity.Current);
    }
}
