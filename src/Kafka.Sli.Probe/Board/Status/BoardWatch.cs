using System.Text.Json;
using Kafka.Sli.Probe.Plan;
using Kafka.Sli.Probe.Probing;

namespace Kafka.Sli.Probe.Board;

/// <summary>Looks twice a second at how the cells stand, and remembers what a window or a chart needs.</summary>
internal sealed class BoardWatch : IAsyncDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan SampleInterval = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LastMinute = TimeSpan.FromMinutes(1);

    private readonly Lock _lock = new();
    private readonly Prober _prober;
    private readonly Readings _readings;
    private readonly Readiness _readiness;
    private readonly TimeProvider _time;
    private readonly long _began;
    private readonly DateTimeOffset _startedAt;
    private readonly StatusFeed _feed = new();
    private readonly Dictionary<string, CellBoard> _boards = [];
    private readonly CancellationTokenSource _stop = new();
    private readonly bool _offersFaults;
    private readonly Task _watching;
    private KafkaSli _sli;
    private TimeSpan _nextSample;

    /// <param name="prober">What is watched.</param>
    /// <param name="readings">What it is read from.</param>
    /// <param name="readiness">Where the instance stands in its life.</param>
    /// <param name="offersFaults">Whether the brokers of an embedded cluster may be seen, and harmed.</param>
    /// <param name="time">The clock.</param>
    public BoardWatch(Prober prober, Readings readings, Readiness readiness, bool offersFaults, TimeProvider? time = null)
    {
        _offersFaults = offersFaults;
        (_prober, _readings, _readiness, _sli) = (prober, readings, readiness, prober.Sli);
        _time = time ?? TimeProvider.System;
        (_began, _startedAt) = (_time.GetTimestamp(), _time.GetUtcNow());
        _watching = Task.Run(() => RunAsync(_stop.Token));
    }

    /// <summary>How it stands now.</summary>
    public StatusDocument Status
    {
        get
        {
            lock (_lock)
            {
                return Describe(_time.GetElapsedTime(_began));
            }
        }
    }

    /// <returns>The seconds of late, the oldest first, and none of a cell that has not begun; <see langword="null"/> for one that the plan does not know.</returns>
    public IReadOnlyList<CellSample>? SamplesOf(string cell)
    {
        lock (_lock)
        {
            return _boards.GetValueOrDefault(cell)?.Samples ?? (_prober.Plan.Cells.Any(c => c.Name == cell) ? [] : null);
        }
    }

    /// <summary>The status now and whenever it was looked at, as JSON.</summary>
    public IAsyncEnumerable<string> FollowAsync(CancellationToken stop) => _feed.FollowAsync(Told, stop);

    /// <summary>Looks at once.</summary>
    public void Look()
    {
        lock (_lock)
        {
            _readings.Refresh();
            Follow();
            var elapsed = _time.GetElapsedTime(_began);
            var isSampled = elapsed >= _nextSample;
            foreach (var cell in _prober.Cells)
            {
                var board = BoardOf(cell.Plan, elapsed);
                board.Advance(elapsed);
                if (isSampled)
                {
                    board.Sample(cell, _time.GetUtcNow());
                }
            }

            _nextSample = isSampled ? elapsed + SampleInterval - TimeSpan.FromTicks(elapsed.Ticks % Interval.Ticks) : _nextSample;
        }

        if (_feed.HasFollowers)
        {
            _feed.Publish(Told());
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _watching;
        _stop.Dispose();
    }

    private async Task RunAsync(CancellationToken stop)
    {
        using var timer = new PeriodicTimer(Interval, _time);
        try
        {
            while (await timer.WaitForNextTickAsync(stop))
            {
                Look();
            }
        }
        catch (OperationCanceledException)
        {
            // It ends.
        }
    }

    private string Told() => JsonSerializer.Serialize(Status, StatusJson.Default.StatusDocument);

    /// <summary>Other objectives are another measurement: it counts from 0.</summary>
    private void Follow()
    {
        if (_sli != _prober.Sli)
        {
            _sli = _prober.Sli;
            _boards.Clear();
        }

        foreach (var gone in _boards.Keys.Except(_prober.Plan.Cells.Select(c => c.Name)).ToArray())
        {
            _boards.Remove(gone);
        }
    }

    private CellBoard BoardOf(CellPlan plan, TimeSpan elapsed)
    {
        if (!_boards.TryGetValue(plan.Name, out var board))
        {
            _boards[plan.Name] = board = new CellBoard(plan, _prober.Plan.Objectives, _readings, elapsed);
        }

        return board;
    }

    private StatusDocument Describe(TimeSpan elapsed)
    {
        var now = _time.GetTimestamp();
        var minuteAgo = now - (long)(LastMinute.TotalSeconds * _time.TimestampFrequency);
        var cells = _prober.Cells;
        return new()
        {
            Schema = "kafka-sli-probe/status/v1",
            Instance = _prober.Instance,
            At = _time.GetUtcNow(),
            StartedAt = _startedAt,
            Probe = new(_readiness.State, _prober.IsAlive, Math.Round(_prober.Stalls.Total.TotalSeconds, 3), Math.Round(_prober.Stalls.Overlap(minuteAgo, now).TotalSeconds, 3)),
            Clusters = [.. _prober.Clusters.Select(Describe)],
            Cells = [.. _prober.Plan.Cells.Select(plan => Describe(plan, cells.FirstOrDefault(c => c.Plan.Name == plan.Name), elapsed))],
        };
    }

    private ClusterStatus Describe(ClusterAtWork cluster) => new(
        cluster.Plan.Name,
        cluster.ShownBootstrap,
        cluster.Brokers,
        _offersFaults && cluster.Faults is { } faults ? [.. faults.Brokers.Select(b => new ClusterStatus.Broker(b.Id, b.IsDown, b.IsSlow, b.Leads))] : null);

    private CellStatus Describe(CellPlan plan, Cell? cell, TimeSpan elapsed)
    {
        var plain = new CellStatus
        {
            Name = plan.Name,
            Cluster = plan.Cluster,
            Topic = plan.Topic,
            ConsumerGroup = plan.Group,
            RatePerSecond = plan.Load.Rate.PerSecond,
            MessageBytes = plan.Load.Size.Bytes,
            NotAtWork = cell is null ? _prober.WhyNotAtWork(plan.Name) : null,
            State = ObjectiveState.Unknown,
        };
        return _boards.TryGetValue(plan.Name, out var board) ? board.StatusAt(elapsed, plain, cell, _prober.Plan.Secrets.Hide) : plain;
    }
}
