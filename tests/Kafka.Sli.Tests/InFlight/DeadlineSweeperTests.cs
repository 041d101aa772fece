using System.Runtime.CompilerServices;
using Kafka.Sli.Consuming;
using Kafka.Sli.InFlight;

namespace Kafka.Sli.Tests.InFlight;

public sealed class DeadlineSweeperTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Without_objectives_a_client_that_has_gone_leaves_nothing_behind(bool isInFlight)
    {
        using var given = new Given();

        var gone = ComesAndGoes(given, isInFlight);
        given.Passes(1);
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();

        Assert.False(gone.IsAlive);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static WeakReference ComesAndGoes(Given given, bool isInFlight)
    {
        var telemetry = given.Sli.Telemetry;
        var register = new InFlightRegister(telemetry.Clock);
        telemetry.Deadlines.Add(register);
        if (isInFlight)
        {
            register.Add(new CommitWait(telemetry.OffsetCommitSeries(consumerGroup: null, client: null), telemetry.Clock.Now));
        }

        telemetry.Deadlines.RemoveWhenEmpty(register);
        return new WeakReference(register);
    }
}
