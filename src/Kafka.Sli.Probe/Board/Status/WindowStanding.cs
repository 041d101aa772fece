using Kafka.Sli.Objectives;

namespace Kafka.Sli.Probe.Board;

/// <summary>What one objective counted within one sliding window.</summary>
/// <param name="Window">Its length, such as <c>5m</c>.</param>
/// <param name="Seconds">The same in seconds.</param>
/// <param name="Good">Good events.</param>
/// <param name="Bad">Bad events.</param>
/// <param name="Sli">The share of good ones; <see langword="null"/> without any event.</param>
/// <param name="BurnRate">The share of bad ones in multiples of the share that the objective allows; <see langword="null"/> without any event.</param>
internal sealed record WindowStanding(string Window, double Seconds, long Good, long Bad, double? Sli, double? BurnRate)
{
    public static WindowStanding Of(WindowStatus window)
    {
        var events = window.Good + window.Bad;
        return new(DurationText.Format(window.Window), window.Window.TotalSeconds, window.Good, window.Bad, events == 0 ? null : (double)window.Good / events, events == 0 ? null : window.BurnRate);
    }
}
