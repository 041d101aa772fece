namespace Kafka.Sli.Probe.Clocks;

/// <summary>One message's delay, and what it still says later.</summary>
/// <param name="Delay">From its stamp to its receipt in microseconds, by two clocks.</param>
/// <param name="At">When it was received, or earlier: microseconds of a clock that no step changes.</param>
internal readonly record struct DelaySample(long Delay, long At)
{
    /// <summary>
    /// How far two clocks run apart at most: NTP's daemons and the kernel's own correction keep each within 500 ppm of the true second, so two within 1000 ppm. The ages are measured by such clocks too,
    /// which makes it 1000 / (1 - 0.0005) = 1000.5 for each measured second; and 1002 leaves what <see cref="PeerClock.Told"/> needs.
    /// </summary>
    private const long DriftPerMillion = 1002;

    /// <summary>How far two clocks may have run apart meanwhile. Rounded up, and so never less than one: an age is in whole microseconds too.</summary>
    public static long Drift(long age) => checked((age * DriftPerMillion / 1_000_000) + 1);

    /// <summary>
    /// How much later the receiver's clock is than the sender's at most, at a given time. A message that was stamped at s and came at r has the delay R(r) - S(s) = (R(r) - S(r)) + (S(r) - S(s)), and the second
    /// part is not negative, whatever the clocks show. So R - S was at most that at r, and since then the clocks have not run apart by more than the drift.
    /// </summary>
    /// <remarks>Another thread may have added the sample a moment after the time that is asked for: clocks run apart backwards in time too.</remarks>
    public long LeadAt(long now) => Delay + Drift(Math.Abs(now - At));
}
