using System.Globalization;
using Kafka.Sli.Probe.Plan;
using Kafka.Sli.Probe.Probing;

namespace Kafka.Sli.Probe.Comparing;

/// <summary>Measures a plan's cells phase by phase, and again, so that what differs between two of them can be told from what differs between two times.</summary>
internal sealed class Comparison
{
    /// <summary>What a phase's last sends are given, where no objective asks for more.</summary>
    private static readonly TimeSpan Drain = TimeSpan.FromSeconds(10);

    private readonly ProbePlan _plan;
    private readonly ComparisonSettings _settings;
    private readonly ModelClientFactory _build;
    private readonly Action<string> _tell;
    private readonly TimeProvider _time = TimeProvider.System;
    private readonly Dictionary<(string Phase, string Cell), List<CellFigures>> _figures = [];
    private readonly List<string> _notes = [];

    /// <param name="plan">Whose cells are compared, on <see cref="ComparedPlan">topics apart</see>.</param>
    /// <param name="settings">How.</param>
    /// <param name="build">Makes the cells' clients.</param>
    /// <param name="tell">Takes a line for whoever watches.</param>
    public Comparison(ProbePlan plan, ComparisonSettings settings, ModelClientFactory build, Action<string> tell) => (_plan, _settings, _build, _tell) = (ComparedPlan.Of(plan), settings, build, tell);

    /// <exception cref="ProbeException">A cell could not be started.</exception>
    public async Task<ComparisonResult> RunAsync(CancellationToken stop)
    {
        var (started, isComplete) = (_time.GetUtcNow(), true);
        try
        {
            for (var repetition = 0; repetition < _settings.Repetitions; repetition++)
            {
                foreach (var cells in Turns(repetition))
                {
                    await MeasureAsync(cells, $"{repetition + 1} of {_settings.Repetitions}{(cells.Length == 1 && _plan.Cells.Count > 1 ? $", {cells[0].Name}" : "")}", stop);
                }
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            _notes.Add("it was told to stop: what is missing was not measured");
            isComplete = false;
        }

        return new()
        {
            Settings = _settings,
            Started = started,
            Rows =
            [
                .. from phase in _settings.Phases
                   from cell in _plan.Cells
                   let figures = _figures.GetValueOrDefault((phase.Name, cell.Name))
                   where figures is not null
                   select new ComparisonRow(phase.Name, cell.Name, figures),
            ],
            Notes = [.. _notes.Distinct()],
            IsComplete = isComplete,
        };
    }

    /// <summary>Who is measured at the same time. One after the other, they take turns at being the first.</summary>
    private IEnumerable<CellPlan[]> Turns(int repetition) => _settings.OneAtATime
        ? Enumerable.Range(0, _plan.Cells.Count).Select(i => new[] { _plan.Cells[(i + repetition) % _plan.Cells.Count] })
        : [[.. _plan.Cells]];

    private async Task MeasureAsync(CellPlan[] cells, string which, CancellationToken stop)
    {
        var compared = cells.ToDictionary(c => c.Name, _ => new ComparedCell());
        using var lateness = new LatenessListener(compared, _time);
        using var prober = new Prober(_plan with { Cells = cells }, "compare", Tell, buildClient: (bootstrap, plan, stream, surroundings, events) =>
            _build(bootstrap, plan, stream, surroundings, new ComparedClient(events, compared[plan.Name], stream)));
        var probe = new ComparedProbe(prober, (bootstrap, plan, stream, surroundings, events) => _build(bootstrap, plan, stream, surroundings, new ComparedPeer(events, compared[plan.Name])));
        var measurement = new PhaseMeasurement(_settings.Length, LongestDrain, _notes.Add, _tell);
        var windows = new List<PhaseWindow>();
        try
        {
            _tell($"{which}: {cells.Length} cell{(cells.Length == 1 ? "" : "s")}, warming up for {Seconds(_settings.WarmUp)}");
            await prober.StartAsync(stop);
            if (cells.FirstOrDefault(c => prober.Cells.All(w => w.Plan.Name != c.Name)) is { } missing)
            {
                throw ProbeException.Unreachable($"cell {missing.Name} is not at work: {prober.WhyNotAtWork(missing.Name)}");
            }

            await Task.Delay(_settings.WarmUp, stop);
            foreach (var phase in _settings.Phases)
            {
                _tell($"{which}: {phase.Name}, {Seconds(_settings.Length)}");
                windows.Add(await measurement.MeasureAsync(phase, probe, compared.Values, stop));
            }
        }
        finally
        {
            var ending = prober.Cells;
            await prober.StopAsync();
            foreach (var cell in ending.Where(c => c.Unsent > 0))
            {
                _notes.Add(string.Create(CultureInfo.InvariantCulture, $"{cell.Plan.Name}: {cell.Unsent:N0} messages were due and are in no figure, for the client had no room for them"));
            }

            _notes.AddRange(compared.Where(c => c.Value.Clients > 1).Select(c => $"{c.Key}: its client could do no more and was replaced; what fell due meanwhile was not sent and is in no figure"));

            foreach (var (phase, from, to, until) in windows)
            {
                foreach (var cell in cells)
                {
                    Keep(phase, CellFigures.Of(compared[cell.Name], from, to, until, CellPromise.Of(cell, _plan.Objectives).ProduceThreshold, _time.TimestampFrequency), cell.Name);
                }
            }
        }
    }

    private TimeSpan LongestDrain => _plan.Objectives.Where(o => o.Indicator == Objectives.ServiceLevelIndicator.Produce).Select(o => o.Threshold).Append(Drain).Max();

    private void Keep(string phase, CellFigures figures, string cell)
    {
        if (!_figures.TryGetValue((phase, cell), out var all))
        {
            _figures[(phase, cell)] = all = [];
        }

        all.Add(figures);
    }

    /// <summary>That an end was in order goes without saying here.</summary>
    private void Tell(string line)
    {
        if (!line.StartsWith("stop: ", StringComparison.Ordinal) || line.StartsWith("stop: not ", StringComparison.Ordinal))
        {
            _tell(line);
        }
    }

    private static string Seconds(TimeSpan span) => Objectives.DurationText.Format(span);
}
