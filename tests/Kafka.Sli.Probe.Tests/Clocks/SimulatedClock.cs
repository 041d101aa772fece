namespace Kafka.Sli.Probe.Tests.Clocks;

/// <summary>The two clocks of a host, in nanoseconds of the true time. Each runs wrong by its own rate, and just as wrong the other way from some time on.</summary>
/// <param name="Shift">Of the wall clock, in nanoseconds.</param>
/// <param name="WallPpm">How much too fast it runs.</param>
/// <param name="SteadyPpm">How much too fast the clock runs that no step changes.</param>
/// <param name="Turn">When the rates turn round.</param>
internal sealed record SimulatedClock(long Shift, long WallPpm, long SteadyPpm, long Turn)
{
    private const long Now = 1_780_000_000_000_000_000;

    public const long Second = 1_000_000_000;

    public long Wall(long time) => Now + Shift + time + Gained(WallPpm, time);

    public long WallMicroseconds(long time) => Wall(time) / 1000;

    public long Steady(long time) => (1000 * Second) + time + Gained(SteadyPpm, time);

    private long Gained(long ppm, long time) => (Math.Min(time, Turn) - Math.Max(0, time - Turn)) * ppm / 1_000_000;
}
