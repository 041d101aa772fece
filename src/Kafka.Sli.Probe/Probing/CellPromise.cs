using Kafka.Sli.Objectives;
using Kafka.Sli.Probe.Plan;

namespace Kafka.Sli.Probe.Probing;

/// <summary>By what one cell's figures are judged.</summary>
/// <param name="ProduceThreshold">Longer than that, in seconds, a send is bad; <see langword="null"/> where only a failure is.</param>
/// <param name="DeliveryThreshold">Older than that, in seconds, a message is late; <see langword="null"/> where none is.</param>
/// <param name="SecondsBetween">From one message to the next one, to whatever partition.</param>
/// <param name="CorrectsClocks">Whether ages are also told as if all clocks showed the same.</param>
/// <param name="WarmUp">For how long the first sends and reads are not.</param>
internal sealed record CellPromise(double? ProduceThreshold, double? DeliveryThreshold, double SecondsBetween, bool CorrectsClocks, TimeSpan WarmUp = default)
{
    public static CellPromise Of(CellPlan cell, IReadOnlyList<Objective> objectives)
    {
        return new(Longest(ServiceLevelIndicator.Produce), Longest(ServiceLevelIndicator.Delivery), 1 / cell.Load.Rate.PerSecond, cell.CorrectsClocks, cell.WarmUp);

        double? Longest(ServiceLevelIndicator indicator) => objectives.Where(o => o.Indicator == indicator && o.Covers(cell)).Max(o => (double?)o.Threshold.TotalSeconds);
    }
}
