using CsCheck;

namespace Kafka.Sli.Probe.Tests.Clocks;

/// <summary>The promise: wherever the clocks stand, however the messages are held up, the true offset is within the bound.</summary>
public class OffsetBoundTests
{
    private const long Length = 40 * SimulatedClock.Second;

    private static readonly Gen<SimulatedClock> AnyClock =
        Gen.Select(Gen.Long[-5 * SimulatedClock.Second, 5 * SimulatedClock.Second], Ppm, Ppm, Gen.Long[0, Length], (shift, wall, steady, turn) => new SimulatedClock(shift, wall, steady, turn));

    /// <summary>From a nanosecond to ten seconds, each order of magnitude as often as the others: what is short shows drift and rounding, and what is long was held up in a partition.</summary>
    private static readonly Gen<long> AnyDelay = Gen.Double[0, 10].Select(e => (long)Math.Pow(10, e));

    /// <summary>The ends of what is allowed, more often than not.</summary>
    private static Gen<long> Ppm => Gen.OneOf(Gen.Const(-500L), Gen.Const(500L), Gen.Long[-500, 500]);

    [Fact]
    public void The_true_offset_is_within_the_bound_at_any_time()
    {
        var (asked, tight) = (0, 0);
        Network(AnyClock.Array[2, 3]).Sample(run =>
        {
            var simulation = new ClockSimulation(run.Clocks);
            foreach (var message in run.Messages)
            {
                simulation.Send(message);
            }

            foreach (var time in run.Questions)
            {
                simulation.At(time, now =>
                {
                    foreach (var (offset, truth) in simulation.Estimates(now))
                    {
                        Interlocked.Increment(ref asked);
                        Interlocked.Add(ref tight, offset.Error < 0.02 ? 1 : 0);
                        Assert.True(Math.Abs(truth - offset.Seconds) <= offset.Error + 1e-12, $"{truth} is not {offset.Seconds} within {offset.Error}");
                    }
                });
            }

            simulation.Run();
        }, iter: 1000);

        // What says nothing is never wrong.
        Assert.True(asked > 10_000, $"only {asked} estimates");
        Assert.True(tight > 1000, $"only {tight} tight ones");
    }

    /// <summary>Each direction has a delay of its own below which nothing comes, and what is above it is as often nothing as anything.</summary>
    private static Gen<(SimulatedClock[] Clocks, SimulatedMessage[] Messages, long[] Questions)> Network(Gen<SimulatedClock[]> anyClocks) =>
        from clocks in anyClocks
        from least in AnyDelay.Array[clocks.Length * clocks.Length]
        from messages in Message(clocks.Length, least).Array[20, 300]
        from questions in Gen.Long[0, Length].Array[30]
        select (clocks, messages, questions);

    private static Gen<SimulatedMessage> Message(int instances, long[] least) =>
        from sender in Gen.Int[0, instances - 1]
        from other in Gen.Int[1, instances - 1]
        let receiver = (sender + other) % instances
        from sent in Gen.Long[0, Length]
        from late in Gen.Frequency((4, Gen.Const(0L)), (1, AnyDelay))
        from more in Gen.Frequency((1, Gen.Const(0L)), (1, AnyDelay))
        from isLost in Gen.Frequency((4, Gen.Const(false)), (1, Gen.Const(true)))
        from tells in Gen.Bool
        select new SimulatedMessage(sender, receiver, sent, Math.Min(late, sent), isLost ? null : least[(sender * instances) + receiver] + more, tells);
}
