namespace Kafka.Sli.Probe.External;

/// <summary>Whether an external client writes more than any load explains: listening to it would take the machine from what is measured.</summary>
internal sealed class ExternalFlood
{
    /// <summary>A message has three lines: some 60,000 messages a second.</summary>
    public const int Most = 1_000_000;

    private readonly TimeProvider _time;
    private long _began;
    private int _lines;

    public ExternalFlood(TimeProvider time) => (_time, _began) = (time, time.GetTimestamp());

    public static TimeSpan Window { get; } = TimeSpan.FromSeconds(5);

    /// <returns>Whether the line that has come is more than is listened to.</returns>
    public bool IsOneMoreTooMany()
    {
        if (++_lines <= Most)
        {
            return false;
        }

        var now = _time.GetTimestamp();
        if (_time.GetElapsedTime(_began, now) < Window)
        {
            return true;
        }

        (_began, _lines) = (now, 0);
        return false;
    }
}
