namespace Kafka.Sli.Probe.Comparing;

/// <summary>One quantile of latencies, with what is known of it.</summary>
/// <param name="Seconds">Its value; <see langword="null"/> where too little is known.</param>
/// <param name="AtLeast">Where it is among those that had not ended: no less than that.</param>
/// <param name="Beyond">How many samples there are beyond it: with fewer than ten it is a guess.</param>
internal sealed record Quantile(double? Seconds, double? AtLeast, int Beyond)
{
    /// <summary>From here on it is more than a guess.</summary>
    public const int Enough = 10;

    public bool IsGuess => Beyond < Enough;

    /// <param name="ended">Those that have ended, in ascending order.</param>
    /// <param name="unfinished">How many have not.</param>
    /// <param name="waited">For how long those were waited for, at least.</param>
    /// <param name="part">Of 1; 1 is the maximum, of which nothing can be beyond.</param>
    public static Quantile Of(IReadOnlyList<double> ended, int unfinished, double waited, double part)
    {
        var count = ended.Count + unfinished;
        if (count == 0)
        {
            return new(null, null, 0);
        }

        var index = Math.Clamp((int)Math.Ceiling(count * part) - 1, 0, count - 1);
        var beyond = part >= 1 ? Enough : count - 1 - index;
        return beyond == 0 ? new(null, null, 0)
            : index < ended.Count ? new(ended[index], null, beyond)
            : new(null, waited, beyond);
    }
}
