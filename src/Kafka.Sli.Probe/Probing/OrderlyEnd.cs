using System.Diagnostics;

namespace Kafka.Sli.Probe.Probing;

/// <summary>Ends cells one step after the other, each for all of them at once: what one of them sent another instance may read meanwhile.</summary>
internal static class OrderlyEnd
{
    /// <summary>Each step is bounded where it waits for the cluster; this is for one that does not come back.</summary>
    public static TimeSpan LongestStep { get; } = TimeSpan.FromSeconds(15);

    /// <param name="cells">Those that end.</param>
    /// <param name="tell">Takes a line for each step.</param>
    public static async Task TakeAsync(IReadOnlyCollection<Cell> cells, Action<string> tell)
    {
        var atWork = cells;
        foreach (var (name, take) in Cell.StepsToEnd.Where(_ => atWork.Count > 0))
        {
            var began = Stopwatch.StartNew();
            var steps = atWork.ToDictionary(c => c, c => Task.Factory.StartNew(() => Take(c), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default));
            try
            {
                await Task.WhenAll(steps.Values).WaitAsync(LongestStep);
                var undone = steps.Where(s => !s.Value.Result).Select(s => s.Key.Plan.Name).ToArray();
                tell($"stop: {(undone.Length == 0 ? name : $"not {name}: {string.Join(", ", undone)}")}, {began.Elapsed.TotalMilliseconds:0} ms");
            }
            catch (TimeoutException)
            {
                // A client that is in the middle of something must not be disposed of before it comes back from there.
                foreach (var (cell, step) in steps.Where(s => !s.Value.IsCompleted))
                {
                    _ = step.ContinueWith(_ => cell.Dispose(), TaskScheduler.Default);
                }

                atWork = [.. steps.Where(s => s.Value.IsCompleted).Select(s => s.Key)];
                tell($"stop: not {name} within {LongestStep.TotalSeconds:0} s, left as it is: {string.Join(", ", cells.Except(atWork).Select(c => c.Plan.Name))}");
            }

            bool Take(Cell cell)
            {
                try
                {
                    return take(cell);
                }
#pragma warning disable CA1031 // Whatever keeps one of them from ending in order keeps no other one.
                catch (Exception e)
#pragma warning restore CA1031
                {
                    tell($"stop: {name}: {cell.Plan.Name}: {e.GetType().Name}: {e.Message}");
                    return false;
                }
            }
        }
    }
}
