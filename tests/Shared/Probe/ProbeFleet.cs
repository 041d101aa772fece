using Kafka.Sli.Probe.Ledger;

namespace Kafka.Sli.Probe.Shared;

/// <summary>Some instances that are one probe, each of which is restarted now and then, and all that they ever counted.</summary>
internal sealed class ProbeFleet : IAsyncDisposable
{
    private readonly List<ScrapedProbe> _all = [];
    private readonly List<ScrapedProbe> _ended = [];
    private readonly IReadOnlyList<string> _plans;
    private readonly Action<ScrapedProbe> _started;
    private ScrapedProbe[] _atWork = [];

    private ProbeFleet(IReadOnlyList<string> plans, Action<ScrapedProbe>? started) => (_plans, _started) = (plans, started ?? (static _ => { }));

    /// <summary>Those that have ended, in whatever way.</summary>
    public IReadOnlyList<ScrapedProbe> Ended => _ended;

    /// <summary>How many there are at a time.</summary>
    public int Size => _plans.Count;

    /// <summary>Three of one plan.</summary>
    /// <param name="plan">Its file.</param>
    /// <param name="started">Told of each process.</param>
    public static Task<ProbeFleet> StartAsync(string plan, Action<ScrapedProbe>? started = null) => StartAsync([plan, plan, plan], started);

    /// <param name="plans">The file of each one's plan: their cells have the same names.</param>
    /// <param name="started">Told of each process.</param>
    public static async Task<ProbeFleet> StartAsync(IReadOnlyList<string> plans, Action<ScrapedProbe>? started = null)
    {
        var fleet = new ProbeFleet(plans, started);
        fleet._atWork = await Task.WhenAll(Enumerable.Range(0, fleet.Size).Select(fleet.StartAsync));
        return fleet;
    }

    /// <summary>SIGTERM, an end in order, and a new start under the same name.</summary>
    public async Task RestartAsync(int number)
    {
        await TerminateAsync(_atWork[number]);
        _atWork[number] = await StartAsync(number);
    }

    /// <summary>kill -9, and a new start.</summary>
    public async Task KillAndRestartAsync(int number)
    {
        await _atWork[number].KillAsync();
        _ended.Add(_atWork[number]);
        _atWork[number] = await StartAsync(number);
    }

    /// <summary>Ends them all in order. Who goes last has to be given all partitions first: what nobody reads nobody counts.</summary>
    /// <param name="isAllCommitted">Whether the group has read all that stands in the log by now.</param>
    public async Task EndAsync(Func<Func<bool>> isAllCommitted)
    {
        foreach (var probe in _atWork)
        {
            await TerminateAsync(probe);
            for (var isCommitted = isAllCommitted(); probe != _atWork[^1] && !isCommitted();)
            {
                await Task.Delay(50, TestContext.Current.CancellationToken);
            }
        }
    }

    /// <summary>What all that have ended counted together, as they were last scraped.</summary>
    public long Sum(params LedgerVerdict[] verdicts) => _ended.Sum(p => verdicts.Sum(v => p.Counts.GetValueOrDefault(v)));

    public async ValueTask DisposeAsync()
    {
        foreach (var probe in _all)
        {
            await probe.DisposeAsync();
        }
    }

    private async Task TerminateAsync(ScrapedProbe probe)
    {
        var exitCode = await probe.TerminateAsync();
        Assert.True(exitCode is 0 or 1, probe.Errors);
        Assert.True(probe.Errors.Contains("stop: scraped a last time", StringComparison.Ordinal), probe.Errors);
        _ended.Add(probe);
    }

    private async Task<ScrapedProbe> StartAsync(int number)
    {
        var probe = await ScrapedProbe.StartAsync(_plans[number], $"instance-{number}");
        lock (_all)
        {
            _all.Add(probe);
        }

        _started(probe);
        return probe;
    }
}
