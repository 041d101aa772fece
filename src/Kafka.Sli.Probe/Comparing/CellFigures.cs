namespace Kafka.Sli.Probe.Comparing;

/// <summary>What one repetition of one phase came to for one cell.</summary>
/// <param name="Produce">From when a message was due to when its sender knew.</param>
/// <param name="Delivery">From when it was due to when it was read; of those that were acknowledged.</param>
/// <param name="Bad">How many sends failed, never ended, or took longer than the cell's objective for <c>produce</c>.</param>
/// <param name="Outage">The longest outage of any partition that began in it, in seconds; <see langword="null"/> where there was none.</param>
/// <param name="IsOutageOpen">Whether that had not ended: it is no less than that.</param>
/// <param name="Lateness">By how much its sends were later than the schedule, p99 in seconds; <see langword="null"/> where none were made.</param>
internal sealed record CellFigures(Latencies Produce, Latencies Delivery, int Bad, double? Outage, bool IsOutageOpen, double? Lateness)
{
    /// <summary>Beyond that, in seconds, the figures are as much of the machine that measures as of the cluster.</summary>
    public const double MostLateness = 0.010;

    public bool IsTrustworthy => Lateness is not > MostLateness;

    /// <param name="cell">Whose sends have all ended, as far as they ever will.</param>
    /// <param name="from">The first send that counts was due then, or later.</param>
    /// <param name="to">And the last one before that.</param>
    /// <param name="until">When nobody waited any more.</param>
    /// <param name="threshold">Longer than that, in seconds, a send is bad; <see langword="null"/> where only a failure is.</param>
    /// <param name="frequency">Of the clock.</param>
    public static CellFigures Of(ComparedCell cell, long from, long to, long until, double? threshold, long frequency)
    {
        var later = cell.Sends.Where(s => s.Due >= from).ToArray();
        var sends = later.Where(s => s.Due < to).ToArray();
        var acknowledged = sends.Where(s => s.IsAcknowledged).ToArray();
        var waited = Seconds(to, until);
        var (outage, isOpen) = LongestOutage();
        double[] lateness = [.. cell.Lateness.Where(l => l.At >= from && l.At < to).Select(l => l.Seconds).Order()];
        return new(
            Latencies.Of(sends.Where(s => s.Ended != 0).Select(s => Seconds(s.Due, s.Ended)), sends.Count(s => s.Ended == 0), waited),
            Latencies.Of(acknowledged.Where(s => s.Read != 0).Select(s => Seconds(s.Due, s.Read)), acknowledged.Count(s => s.Read == 0), waited),
            sends.Count(IsBad),
            outage,
            isOpen,
            lateness.Length == 0 ? null : lateness[(int)Math.Ceiling(lateness.Length * 0.99) - 1]);

        double Seconds(long start, long end) => (double)(end - start) / frequency;

        bool IsBad(ComparedSend send) => !send.IsAcknowledged || Seconds(send.Due, send.Ended) > threshold;

        (double? Seconds, bool IsOpen) LongestOutage()
        {
            var (longest, isOpen) = ((double?)null, false);
            foreach (var partition in later.GroupBy(s => s.Partition))
            {
                long? since = null;
                foreach (var send in partition)
                {
                    if (IsBad(send))
                    {
                        since ??= send.Due < to ? send.Due : null;
                    }
                    else if (since is { } first)
                    {
                        Take(Seconds(first, send.Ended), false);
                        since = null;
                    }
                }

                if (since is { } open)
                {
                    Take(Seconds(open, until), true);
                }
            }

            return (longest, isOpen);

            void Take(double seconds, bool open) => (longest, isOpen) = longest is null || seconds > longest ? (seconds, open) : (longest, isOpen);
        }
    }
}
