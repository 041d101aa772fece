using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Diagnostics.Metrics;
using Kafka.Sli.Probe.Plan;
using Kafka.Sli.Probe.Topics;

namespace Kafka.Sli.Probe.Probing;

/// <summary>A plan at work: all its cells, which come and go as the plan is changed.</summary>
internal sealed class Prober : IDisposable
{
    private static readonly TimeSpan RetryPause = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan RenewalRound = TimeSpan.FromSeconds(5);

    private readonly SendLoop _loop;
    private readonly StallWatch _stalls;
    private readonly TimeProvider _time;
    private readonly StallInstruments _stallInstruments;
    private readonly ProbeInstruments _instruments;
    private readonly ProbeInstance _instance;
    private readonly Action<string> _tell;
    private readonly ModelClientFactory _buildClient;
    private readonly SemaphoreSlim _oneAtATime = new(1);
    private readonly CancellationTokenSource _ended = new();
    private readonly ConcurrentDictionary<string, string> _failures = new();
    private volatile ImmutableList<ClusterAtWork> _clusters = [];
    private volatile IReadOnlyList<Cell> _cells = [];
    private readonly RenewalPauses _renewals;
    private volatile bool _isEnding;
    private int _isRetrying;
    private volatile KafkaSli _sli;

    /// <param name="plan">What to measure.</param>
    /// <param name="instance">This instance's name among those that are one probe.</param>
    /// <param name="tell">Takes a line for whoever watches.</param>
    /// <param name="time">The host's clock; <see langword="null"/> for the real one.</param>
    /// <param name="buildClient">Makes the cells' clients; <see langword="null"/> for librdkafka alone.</param>
    public Prober(ProbePlan plan, string instance, Action<string> tell, TimeProvider? time = null, ModelClientFactory? buildClient = null)
    {
        _buildClient = buildClient ?? LibrdkafkaClient.Build;
        Plan = plan;
        _time = time ?? TimeProvider.System;
        _renewals = new RenewalPauses(_time);
        _loop = new SendLoop(_time);
        _stalls = new StallWatch(_time);
        _instance = new ProbeInstance(instance, _time);
        _tell = line => tell(Plan.Secrets.Hide(line));
        _instruments = new ProbeInstruments(() => _cells.Select(c => new Measurement<double>(c.OverdueSeconds, new KeyValuePair<string, object?>(ProbeInstruments.Cell, c.Plan.Name))), () => _instance.Clocks.Offsets(_time.GetTimestamp()));
        _stallInstruments = new StallInstruments(_stalls);
        _sli = Measure(plan);
        _stalls.Start();
        _loop.Start();
    }

    public ProbePlan Plan { get; private set; }

    public KafkaSli Sli => _sli;

    public string Instance => _instance.Name;

    public IReadOnlyList<Cell> Cells => _cells;

    public IReadOnlyList<ClusterAtWork> Clusters => _clusters;

    /// <summary>When this process itself stood still.</summary>
    public StallWatch Stalls => _stalls;

    /// <summary>Why a cell of the plan is not among those at work.</summary>
    public string WhyNotAtWork(string cell) => _isEnding ? "the probe ends" : _failures.TryGetValue(cell, out var failure) ? Plan.Secrets.Hide(failure) : "it is being started";

    /// <summary>Whether the probe itself is at work. An outage of a cluster is no fault of the probe.</summary>
    public bool IsAlive => _loop.SinceProgress < TimeSpan.FromSeconds(30) && _cells.All(c => c.IsAlive);

    /// <summary>Starts every cell that can be started. What cannot is tried again until it can, unless it is all of them.</summary>
    /// <exception cref="ProbeException">None can be.</exception>
    public async Task StartAsync(CancellationToken stop)
    {
        var failures = await StartMissingAsync(stop);
        if (_cells.Count == 0 && failures.Count > 0)
        {
            throw failures[0].Reworded(Plan.Secrets.Hide);
        }

        TellAndRetry(failures, stop);
        _ = RenewAsync(stop);
    }

    /// <summary>Goes over to another plan. Cells that are the same in both go on undisturbed.</summary>
    public async Task ChangeToAsync(ProbePlan plan, CancellationToken stop)
    {
        await _oneAtATime.WaitAsync(stop);
        try
        {
            // Thresholds are bounds of the histograms, so that other objectives are another measurement.
            var isMeasuredAnew = !plan.Objectives.Select(o => o.ToString()).SequenceEqual(Plan.Objectives.Select(o => o.ToString()));
            var goneClusters = _clusters.Where(c => !plan.Clusters.Any(p => IsSame(p, c.Plan))).ToArray();
            var gone = _cells.Where(c => isMeasuredAnew || goneClusters.Any(g => g.Plan.Name == c.Plan.Cluster) || !plan.Cells.Any(p => p.IsSameAs(c.Original))).ToArray();
            await StopAsync(gone, _tell);
            foreach (var cluster in goneClusters)
            {
                _clusters = _clusters.Remove(cluster);
                cluster.Dispose();
            }

            if (isMeasuredAnew)
            {
                _sli.Dispose();
                _sli = Measure(plan);
            }

            Plan = plan;
        }
        finally
        {
            _oneAtATime.Release();
        }

        TellAndRetry(await StartMissingAsync(stop), stop);
    }

    /// <summary>Ends all cells in order.</summary>
    public async Task StopAsync()
    {
        await _oneAtATime.WaitAsync();
        _isEnding = true;
        await StopAsync(_cells, _tell);
        _oneAtATime.Release();
    }

    public void Dispose()
    {
        _ended.Cancel();
        foreach (var cell in _cells)
        {
            cell.Dispose();
        }

        _loop.Dispose();
        _sli.Dispose();
        _clusters.ForEach(c => c.Dispose());
        _instruments.Dispose();
        _stallInstruments.Dispose();
        _stalls.Dispose();
        _oneAtATime.Dispose();
        _ended.Dispose();
    }

    private KafkaSli Measure(ProbePlan plan)
    {
        var options = new KafkaSliOptions { DestinationLimit = Math.Max(KafkaSliOptions.DefaultDestinationLimit, plan.Cells.Count), Stalls = _stalls, TimeProvider = _time };
        foreach (var objective in plan.Objectives)
        {
            options.Objectives.Add(objective);
        }

        var sli = KafkaSli.Create(options);
        return sli.IsDisabled ? throw ProbeException.BadUsage("KAFKA_SLI_DISABLED=true: the probe measures through Kafka.Sli alone; unset it") : sli;
    }

    private static bool IsSame(ClusterPlan left, ClusterPlan right) =>
        (left with { Properties = right.Properties, Key = right.Key }) == right && CellPlan.AreSame(left.Properties, right.Properties);

    private async Task<IReadOnlyList<ProbeException>> StartMissingAsync(CancellationToken stop, bool isRetry = false)
    {
        await _oneAtATime.WaitAsync(stop);
        try
        {
            // Who ends it, and who would start again what has failed, may have met at the door.
            var missing = _isEnding ? [] : Plan.Cells.Where(p => _cells.All(c => c.Plan.Name != p.Name)).ToArray();
            var outcomes = await Task.WhenAll(missing.GroupBy(c => c.Cluster).SelectMany(cells => Start(cells.Key, [.. cells], stop)));
            ProbeException[] failures = [.. outcomes.OfType<ProbeException>()];
            if (isRetry && failures.Length == 0)
            {
                // Here, where nobody can find another one meanwhile: whoever finds that begins anew.
                Volatile.Write(ref _isRetrying, 0);
            }

            return failures;
        }
        finally
        {
            _oneAtATime.Release();
        }
    }

    private IEnumerable<Task<ProbeException?>> Start(string name, CellPlan[] cells, CancellationToken stop)
    {
        var cluster = _clusters.Find(c => c.Plan.Name == name);
        if (cluster is null)
        {
            try
            {
                cluster = new ClusterAtWork(Plan.Clusters.Single(c => c.Name == name), _tell);
                _clusters = _clusters.Add(cluster);
            }
            catch (ProbeException e)
            {
                // A certificate that is not there, say: other clusters are measured all the same.
                return cells.Select(cell => Task.FromResult<ProbeException?>(Failed(cell, e)));
            }

            _ = cluster.KeepAsync(_ended.Token);
        }

        return cells.Select(cell => StartAsync(cluster, cell, stop));
    }

    private async Task<ProbeException?> StartAsync(ClusterAtWork cluster, CellPlan plan, CancellationToken stop)
    {
        Cell? cell = null;
        try
        {
            var topic = await cluster.FindTopicAsync(plan, (now, change) => Changed(plan.Name, now, change)).WaitAsync(stop);
#pragma warning disable CA2000 // It is the list's in the end, or disposed below.
            cell = new Cell(plan, cluster.Adapt(plan), cluster.Bootstrap, topic, Plan.Objectives, new(_instance, _sli, _loop, _instruments, _stalls, _buildClient) { Tell = _tell, Hide = Plan.Secrets.Hide });
#pragma warning restore CA2000
            await cell.StartAsync(stop);
            _failures.TryRemove(plan.Name, out _);
            lock (_failures)
            {
                _cells = [.. _cells.Append(cell).OrderBy(c => Plan.Cells.ToList().FindIndex(p => p.Name == c.Plan.Name))];
            }

            // What became of the topic while the group was joined, it has not been told.
            for (var known = topic; cluster.LastSeen(plan) is { } now && !now.IsLedAs(known); known = now)
            {
                cell.Follow(now);
            }

            return null;
        }
        catch (Exception e)
        {
            cluster.Forget(plan);
            if (cell is not null)
            {
                // A member that is gone without a word is waited for by its group until its session is over, and meanwhile nobody reads.
                await OrderlyEnd.TakeAsync([cell], static _ => { });
            }

            if (stop.IsCancellationRequested && e is not ProbeException)
            {
                throw;
            }

            // Whatever it is, it is this cell's, and may be over when it is tried again.
            return Failed(plan, e as ProbeException ?? ProbeException.Unreachable($"cell {plan.Name} cannot be started: {e.GetType().Name}: {e.Message}", e));
        }
    }

    private ProbeException Failed(CellPlan plan, ProbeException failure)
    {
        _failures[plan.Name] = failure.Message;
        return failure;
    }

    private void Changed(string name, ProbeTopic? topic, TopicChange change)
    {
        if (topic is not null)
        {
            _cells.FirstOrDefault(c => c.Plan.Name == name)?.Follow(topic);
        }

        if (change != TopicChange.Led)
        {
            _instruments.TopicChanges.Add(1, new(ProbeInstruments.Cell, name), new("kafka.sli.probe.topic.change", change.ToString().ToLowerInvariant()));
        }
    }

    private async Task StopAsync(IReadOnlyCollection<Cell> cells, Action<string> tell)
    {
        await OrderlyEnd.TakeAsync(cells, tell);
        foreach (var cell in cells)
        {
            _clusters.Find(c => c.Plan.Name == cell.Plan.Cluster)?.Forget(cell.Plan);
        }

        _cells = [.. _cells.Except(cells)];
    }

    private void TellAndRetry(IReadOnlyList<ProbeException> failures, CancellationToken stop)
    {
        if (failures.Count == 0)
        {
            return;
        }

        foreach (var line in failures.Select(f => f.Message).Distinct())
        {
            _tell($"{line}; tried again each {RetryPause.TotalSeconds:0} s");
        }

        // One for all: while one cell cannot be started, each client that is replaced comes here too, and would add another one that tries for ever.
        if (Interlocked.Exchange(ref _isRetrying, 1) == 0)
        {
            _ = RetryAsync(stop);
        }
    }

    /// <summary>
    /// Replaces clients that can do no more for good: an idempotent producer, say, whose numbers no longer fit what an unclean election has left of a log. A service would be restarted; measured on, they would tell of an
    /// outage that nobody else has.
    /// </summary>
    private async Task RenewAsync(CancellationToken stop)
    {
        using var timer = new PeriodicTimer(RenewalRound);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(stop, _ended.Token);
        try
        {
            while (await timer.WaitForNextTickAsync(end.Token))
            {
                await TryToRenewAsync(end.Token);
            }
        }
        catch (OperationCanceledException)
        {
            // It ends.
        }
    }

    /// <summary>One round that fails must not be the last one.</summary>
    private async Task TryToRenewAsync(CancellationToken stop)
    {
        try
        {
            await RenewFailedAsync(stop);
        }
        catch (Exception e) when (!stop.IsCancellationRequested)
        {
            _tell($"clients that can do no more could not be replaced: {e.GetType().Name}: {e.Message}; tried again each {RenewalRound.TotalSeconds:0} s");
        }
    }

    private async Task RenewFailedAsync(CancellationToken stop)
    {
        if (!_cells.Any(c => c.FatalError is not null && _renewals.IsDue(c.Plan.Name)))
        {
            return;
        }

        await _oneAtATime.WaitAsync(stop);
        try
        {
            var failed = _cells.Where(c => c.FatalError is not null && _renewals.IsDue(c.Plan.Name)).ToArray();
            foreach (var cell in failed)
            {
                _renewals.Renewed(cell.Plan.Name);
                _tell($"cell {cell.Plan.Name}: the client can do no more, and is replaced: {cell.FatalError}");
                _instruments.Renewals.Add(1, new KeyValuePair<string, object?>(ProbeInstruments.Cell, cell.Plan.Name));
            }

            // That a client which can do no more does not end in order goes without saying.
            await StopAsync(failed, static _ => { });
        }
        finally
        {
            _oneAtATime.Release();
        }

        TellAndRetry(await StartMissingAsync(stop), stop);
    }

    private async Task RetryAsync(CancellationToken stop)
    {
        try
        {
            do
            {
                await Task.Delay(RetryPause, stop);
            }
            while ((await StartMissingAsync(stop, isRetry: true)).Count > 0);

            _tell("all cells of the plan are at work now");
        }
        catch (OperationCanceledException)
        {
            // It ends.
        }
    }
}
