namespace Kafka.Sli.Probe.Clocks;

/// <summary>What is known of one peer's clock. All times are in microseconds.</summary>
/// <remarks>
/// <para>
/// Be D the peer's clock minus ours. What it sends us comes with delays that bound our lead: -D &lt;= heard. What we send to it comes there with delays that bound its lead: D &lt;= told.
/// (<see cref="DelaySample.LeadAt"/> says why.) So D lies in [-heard, told], and the middle of that is wrong by half its width at most: D = (told - heard) / 2, give or take (told + heard) / 2.
/// The clocks' difference is in both with opposite signs, so the sum is a true round trip, with the drift that is allowed for: never negative, unless a clock was stepped.
/// </para>
/// </remarks>
internal sealed class PeerClock
{
    /// <summary>Who is not heard for that long is forgotten, and so is what was heard that long ago.</summary>
    public const long Memory = 60_000_000;

    private readonly Lock _lock = new();
    private readonly LeastDelay _heard = new();
    private readonly LeastDelay _told = new();
    private long _lastHeard;

    public PeerClock(string name, long now)
    {
        Name = name;
        Id = InstanceId.Of(name);
        _lastHeard = now;
    }

    public string Name { get; }

    public ulong Id { get; }

    public long LastHeard => Volatile.Read(ref _lastHeard);

    public void Heard(DelaySample sample)
    {
        lock (_lock)
        {
            Volatile.Write(ref _lastHeard, Math.Max(_lastHeard, sample.At));
            if (_told.Best(sample.At, Memory) is { } told && told.LeadAt(sample.At) + sample.Delay < 0)
            {
                // A round trip of less than nothing: a clock was stepped, after the peer measured what it told.
                _told.Clear();
            }

            _heard.Add(sample);
        }
    }

    /// <summary>What the peer says of our messages to it, in a message of its own.</summary>
    /// <param name="delay">The least delay of ours there.</param>
    /// <param name="age">How long before it told so.</param>
    /// <param name="arrival">The message that told it; it may have waited long in its partition.</param>
    /// <remarks>
    /// How long it waited adds to the age, and no clock shows it: it is the message's delay plus D. But D is at most the very delay that is told, plus the drift since: w &lt;= arrival + delay + drift(age + w).
    /// With a drift of 1000.5 ppm that is w &lt;= (arrival + delay + drift(age)) / (1 - 0.0010005), and the 1002 ppm of <see cref="DelaySample.Drift"/> are that division.
    /// </remarks>
    public void Told(long delay, long age, DelaySample arrival)
    {
        var trip = arrival.Delay + delay + DelaySample.Drift(age);
        if (trip < 0)
        {
            // Stepped between the sample and the telling.
            return;
        }

        var told = new DelaySample(delay, arrival.At - age - trip - DelaySample.Drift(trip));
        lock (_lock)
        {
            if (_heard.Best(arrival.At, Memory) is { } heard && heard.LeadAt(arrival.At) + told.LeadAt(arrival.At) < 0)
            {
                // Stepped between the two, so that the older one is wrong.
                if (heard.At >= told.At)
                {
                    return;
                }

                _heard.Clear();
            }

            _told.Add(told);
        }
    }

    /// <summary>The least delay of its messages to us.</summary>
    public DelaySample? LeastHeard(long now)
    {
        lock (_lock)
        {
            return _heard.Best(now, Memory);
        }
    }

    public ClockOffset? Offset(long now)
    {
        lock (_lock)
        {
            if (_heard.Best(now, Memory)?.LeadAt(now) is not { } heard || _told.Best(now, Memory)?.LeadAt(now) is not { } told || heard + told < 0)
            {
                return null;
            }

            return new((told - heard) / 2e6, (told + heard) / 2e6);
        }
    }
}
