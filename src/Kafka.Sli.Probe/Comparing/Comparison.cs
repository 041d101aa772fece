using System.Diagnostics.Metrics;
using System.Globalization;
using Kafka.Sli.Probe.Plan;
using Kafka.Sli.Probe.Probing;

namespace Kafka.Sli.Probe.Comparing;

/// <summary>Measures a plan's cells phase by phase, and again, so that what differs between two of them can be told from what differs between two times.</summary>
internal sealed class Comparison
{
    /// <summary>A cluster that is not well after that may never be.</summary>
    private static readonly TimeSpan LongestRecovery = TimeSpan.FromSeconds(60);

    /// <summary>What a phase's last sends are given, where no objective asks for more.</summary>
    private static readonly TimeSpan Drain = TimeSpan.FromSeconds(10);

    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(100);

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
        using var lateness = ListenToLateness(compared);
        using var prober = new Prober(_plan with { Cells = cells }, "compare", Tell, buildClient: (bootstrap, plan, stream, surroundings, events) =>
            _build(bootstrap, plan, stream, surroundings, new ComparedClient(events, compared[plan.Name], stream)));
        var probe = new ComparedProbe(prober, (bootstrap, plan, stream, surroundings, events) => _build(bootstrap, plan, stream, surroundings, new ComparedPeer(events, compared[plan.Name])));
        var windows = new List<(string Phase, long From, long To, long Until)>();
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
                windows.Add(await MeasureAsync(probe, phase, compared, stop));
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

    private async Task<(string Phase, long From, long To, long Until)> MeasureAsync(ComparedProbe probe, ComparisonPhase phase, Dictionary<string, ComparedCell> cells, CancellationToken stop)
    {
        var from = _time.GetTimestamp();
        var isBegun = false;
        try
        {
            await Task.Delay(_settings.Length / 3, stop);
            isBegun = phase.Begin is not null;
            await DoAsync(phase.Begin, stop);
            await Task.Delay(_settings.Length / 3, stop);
        }
        finally
        {
            if (isBegun)
            {
                // Whatever comes: what was begun is taken back.
                await DoAsync(phase.End, CancellationToken.None);
            }
        }

        var rest = _settings.Length - _time.GetElapsedTime(from);
        await Task.Delay(rest > TimeSpan.Zero ? rest : TimeSpan.Zero, stop);
        var to = _time.GetTimestamp();
        await UntilAsync(() => cells.Values.All(c => c.HasEndedBefore(to) && c.HasReadBefore(to)), LongestDrain, stop);
        if (!phase.IsSteady && !await UntilAsync(() => cells.Values.All(IsWell), LongestRecovery, stop))
        {
            _notes.Add($"{phase.Name}: not all cells were well again {Seconds(LongestRecovery)} after it");
        }

        return (phase.Name, from, to, _time.GetTimestamp());

        Task DoAsync(Func<ComparedProbe, CancellationToken, Task>? act, CancellationToken stop) => act is null ? Task.CompletedTask : NoteAsync(phase.Name, () => act(probe, stop));
    }

    private TimeSpan LongestDrain => _plan.Objectives.Where(o => o.Indicator == Objectives.ServiceLevelIndicator.Produce).Select(o => o.Threshold).Append(Drain).Max();

    /// <summary>A fault that could not be made, or taken back, is no reason to lose the rest; but nobody shall take its phase for what it is called.</summary>
    private async Task NoteAsync(string phase, Func<Task> act)
    {
        try
        {
            await act();
        }
        catch (ProbeException e)
        {
            _notes.Add($"{phase}: not what it is called: {e.Message}");
            _tell($"{phase}: {e.Message}");
        }
    }

    private async Task<bool> UntilAsync(Func<bool> holds, TimeSpan longest, CancellationToken stop)
    {
        var began = _time.GetTimestamp();
        while (!holds())
        {
            if (_time.GetElapsedTime(began) > longest)
            {
                return false;
            }

            await Task.Delay(Poll, stop);
        }

        return true;
    }

    /// <summary>All that was due in a second that is just over went well, and was read.</summary>
    private bool IsWell(ComparedCell cell)
    {
        var (now, second) = (_time.GetTimestamp(), _time.TimestampFrequency);
        return cell.HasEndedBefore(now - second) && cell.HasReadBefore(now - second) && !cell.HasFailedSince(now - (2 * second));
    }

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

    private MeterListener ListenToLateness(Dictionary<string, ComparedCell> cells)
    {
        var listener = new MeterListener
        {
            InstrumentPublished = static (instrument, listener) =>
            {
                if (instrument is { Meter.Name: ProbeInstruments.MeterName, Name: ProbeInstruments.LatenessName })
                {
                    listener.EnableMeasurementEvents(instrument);
                }
            },
        };
        listener.SetMeasurementEventCallback<double>((_, seconds, tags, _) =>
        {
            foreach (var (key, value) in tags)
            {
                if (key == ProbeInstruments.Cell && value is string name && cells.TryGetValue(name, out var cell))
                {
                    cell.Late(_time.GetTimestamp(), seconds);
                }
            }
        });
        listener.Start();
        return listener;
    }

    private static string Seconds(TimeSpan span) => Objectives.DurationText.Format(span);
}
