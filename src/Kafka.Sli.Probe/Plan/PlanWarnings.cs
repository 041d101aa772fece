using System.Globalization;
using Kafka.Sli.Objectives;

namespace Kafka.Sli.Probe.Plan;

/// <summary>What is allowed, and would not tell what its author expects.</summary>
internal sealed class PlanWarnings
{
    /// <summary>The burn rate at which a page goes out, of the events of an hour.</summary>
    private const decimal PageBurnRate = 14.4m;

    private readonly PlanFaults _faults;

    public PlanWarnings(PlanFaults faults) => _faults = faults;

    public void Look(PlanDocument document, ProbePlan plan)
    {
        foreach (var (objective, place) in Placed(document, plan))
        {
            LookAt(objective, place, plan);
        }

        foreach (var cell in plan.Cells)
        {
            LookAt(cell, plan);
        }
    }

    private static IEnumerable<(Objective Objective, PlanPlace Place)> Placed(PlanDocument document, ProbePlan plan) => plan.Objectives.Select(o => (
        o,
        (document.Objectives ?? []).Where(t => Objective.TryParse(t.Value, out var same, out _) && same.Name == o.Name).Select(t => t.Place).FirstOrDefault(new PlanPlace(1, 1, "objectives"))));

    private void LookAt(Objective objective, PlanPlace place, ProbePlan plan)
    {
        var covered = plan.Cells.Where(c => objective.Covers(c)).ToArray();
        if (covered.Length == 0)
        {
            _faults.Warn(place, $"'{objective}' covers no cell");
        }
        else if (objective.Indicator == ServiceLevelIndicator.Transaction && covered.All(c => c.TransactionEvery is null))
        {
            _faults.Warn(place, $"'{objective}': none of its cells sends in transactions, so that this will never be known; say transaction.every in a profile");
        }
        else if (objective.Indicator is ServiceLevelIndicator.Produce or ServiceLevelIndicator.Delivery)
        {
            var needed = (long)Math.Ceiling(1 / (PageBurnRate * (1 - (decimal)objective.Target)));
            var poor = covered.Where(c => c.Load.Rate.PerHour < needed).ToArray();
            if (poor.Length > 0)
            {
                var least = poor.MinBy(c => c.Load.Rate.PerHour)!;
                _faults.Warn(place, string.Create(
                    CultureInfo.InvariantCulture,
                    $"'{objective}': one bad event would page, for it needs {needed:N0} events an hour and {least.Name} sends {least.Load.Rate.PerHour:N0}{(poor.Length > 1 ? $" ({poor.Length} cells are like that)" : "")}; raise the rate to {Math.Ceiling(needed / 360.0) / 10}/s or lower the target"));
            }
        }
    }

    private void LookAt(CellPlan cell, ProbePlan plan)
    {
        var slowest = plan.Objectives
            .Where(o => o.Indicator == ServiceLevelIndicator.Produce && o.Covers(cell))
            .Select(o => o.Threshold).DefaultIfEmpty(TimeSpan.Zero).Max();
        var timeout = PlanProperties.ValueOf(cell.Producer, "message.timeout.ms", "delivery.timeout.ms");
        if (int.TryParse(timeout, CultureInfo.InvariantCulture, out var milliseconds) && milliseconds > 0 && milliseconds < slowest.TotalMilliseconds)
        {
            _faults.Warn(cell.Place, $"{(cell.Client == ClientImplementation.Librdkafka || cell.Producer.ContainsKey("message.timeout.ms") ? "message" : "delivery")}.timeout.ms={milliseconds} is shorter than the threshold of {DurationText.Format(slowest)}: sends fail before they are late");
        }

        if (PlanProperties.ValueOf(cell.Producer, "retries", "message.send.max.retries") == "0")
        {
            _faults.Warn(cell.Place, "retries are off: each fail-over of a broker loses what was in flight to it");
        }

        if (!cell.IsAcknowledged)
        {
            _faults.Warn(cell.Place, "acks=0: nobody acknowledges a send, so that no produce objective can judge it");
        }

        if (cell.CommitsAutomatically)
        {
            _faults.Warn(cell.Place, "enable.auto.commit=true: automatic commits have an outcome and no latency; left out, the probe commits each second itself");
        }

        if (cell.CommitsAutomatically && PlanProperties.ValueOf(cell.Consumer, "auto.commit.interval.ms") == "0")
        {
            _faults.Warn(cell.Place, "auto.commit.interval.ms=0: the client commits only when it gives partitions back, and until then nothing is told of what became of messages");
        }

        if (cell.Consumer.ContainsKey("group.instance.id"))
        {
            _faults.Warn(cell.Place, "group.instance.id: two instances of the probe cannot have the same; static.membership: true takes each one's name");
        }
    }
}
