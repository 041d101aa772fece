namespace Kafka.Sli.Probe.Comparing;

/// <summary>Takes the cells at work through a phase: a third of it before what it does, a third of it with that, and the rest without.</summary>
internal sealed class PhaseMeasurement
{
    /// <summary>A cluster that is not well after that may never be.</summary>
    private static readonly TimeSpan LongestRecovery = TimeSpan.FromSeconds(60);

    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(100);

    private readonly TimeSpan _length;
    private readonly TimeSpan _longestDrain;
    private readonly Action<string> _note;
    private readonly Action<string> _tell;
    private readonly TimeProvider _time = TimeProvider.System;

    /// <param name="length">How long it lasts.</param>
    /// <param name="longestDrain">How long its last sends are waited for.</param>
    /// <param name="note">Takes what was not as it should be.</param>
    /// <param name="tell">Takes a line for whoever watches.</param>
    public PhaseMeasurement(TimeSpan length, TimeSpan longestDrain, Action<string> note, Action<string> tell) => (_length, _longestDrain, _note, _tell) = (length, longestDrain, note, tell);

    public async Task<PhaseWindow> MeasureAsync(ComparisonPhase phase, ComparedProbe probe, IReadOnlyCollection<ComparedCell> cells, CancellationToken stop)
    {
        var from = _time.GetTimestamp();
        var isBegun = false;
        try
        {
            await Task.Delay(_length / 3, stop);
            isBegun = phase.Begin is not null;
            await DoAsync(phase.Begin, stop);
            await Task.Delay(_length / 3, stop);
        }
        finally
        {
            if (isBegun)
            {
                // Whatever comes: what was begun is taken back.
                await DoAsync(phase.End, CancellationToken.None);
            }
        }

        var rest = _length - _time.GetElapsedTime(from);
        await Task.Delay(rest > TimeSpan.Zero ? rest : TimeSpan.Zero, stop);
        var to = _time.GetTimestamp();
        await UntilAsync(() => cells.All(c => c.HasEndedBefore(to) && c.HasReadBefore(to)), _longestDrain, stop);
        if (!phase.IsSteady && !await UntilAsync(() => cells.All(IsWell), LongestRecovery, stop))
        {
            _note($"{phase.Name}: not all cells were well again {Objectives.DurationText.Format(LongestRecovery)} after it");
        }

        return new(phase.Name, from, to, _time.GetTimestamp());

        Task DoAsync(Func<ComparedProbe, CancellationToken, Task>? act, CancellationToken stop) => act is null ? Task.CompletedTask : NoteAsync(phase.Name, () => act(probe, stop));
    }

    /// <summary>A fault that could not be made, or taken back, is no reason to lose the rest; but nobody shall take its phase for what it is called.</summary>
    private async Task NoteAsync(string phase, Func<Task> act)
    {
        try
        {
            await act();
        }
        catch (ProbeException e)
        {
            _note($"{phase}: not what it is called: {e.Message}");
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
}
