using System.Diagnostics;
using Confluent.Kafka;

namespace Kafka.Sli.Probe.Topics;

/// <summary>
/// Keeps the topics of one cluster led by each of its brokers, and tells what becomes of them. It never acts on a cluster in trouble, and one that forbids it is
/// measured all the same.
/// </summary>
internal sealed class TopicKeeper : IDisposable
{
    private static readonly TimeSpan LongestPropagation = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    private readonly ITopicAdmin _admin;
    private readonly int _partitionsPerBroker;
    private readonly Action<string> _tell;
    private readonly SemaphoreSlim _oneAtATime = new(1);
    private readonly Dictionary<string, KeptTopic> _kept = [];
    private string? _told;
    private bool _isElecting = true;

    /// <param name="admin">The cluster.</param>
    /// <param name="isManaging">Whether it may change anything.</param>
    /// <param name="partitionsPerBroker">How many partitions of a topic each broker is to lead at least.</param>
    /// <param name="tell">Takes a line for whoever watches.</param>
    public TopicKeeper(ITopicAdmin admin, bool isManaging, int partitionsPerBroker, Action<string> tell)
    {
        _admin = admin;
        IsManaging = isManaging;
        _partitionsPerBroker = partitionsPerBroker;
        _tell = tell;
    }

    /// <summary>Whether it changes anything: not where it is told not to, and not where the cluster does not let it.</summary>
    public bool IsManaging { get; private set; }

    /// <summary>Finds a topic, or creates it, and looks after it from now on.</summary>
    /// <param name="topic">Its name.</param>
    /// <param name="changed">Told whenever its partitions, their leaders or itself are not what they were.</param>
    /// <exception cref="KafkaException">The cluster does not answer, or refuses.</exception>
    /// <returns><see langword="null"/> when it does not exist, and may not be created.</returns>
    public async Task<ProbeTopic?> FindAsync(string topic, Action<ProbeTopic?, TopicChange> changed)
    {
        await _oneAtATime.WaitAsync();
        try
        {
            var cluster = await _admin.LookAsync([topic]);
            if (cluster.Hidden.TryGetValue(topic, out var hidden))
            {
                throw new KafkaException(hidden);
            }

            if (!cluster.Topics.ContainsKey(topic) && IsManaging && TopicCoverage.Next(cluster, topic, _partitionsPerBroker) is TopicStep.Create create)
            {
                await _admin.CreateAsync(topic, create.Placements);
                cluster = await LookForAsync(topic);
            }

            if (!cluster.Topics.TryGetValue(topic, out var found))
            {
                return null;
            }

            lock (_kept)
            {
                _kept[topic] = new KeptTopic(topic, changed, found, cluster);
            }

            return ProbeTopic.Of(topic, found, cluster);
        }
        finally
        {
            _oneAtATime.Release();
        }
    }

    /// <summary>Looks after it no more.</summary>
    public void Forget(string topic)
    {
        lock (_kept)
        {
            _kept.Remove(topic);
        }
    }

    /// <summary>What was last told of it; <see langword="null"/> when it is not looked after.</summary>
    public ProbeTopic? LastSeen(string topic)
    {
        lock (_kept)
        {
            return _kept.GetValueOrDefault(topic)?.Told;
        }
    }

    /// <summary>Looks once, tells what has changed, and does what is to be done.</summary>
    public async Task RoundAsync()
    {
        await _oneAtATime.WaitAsync();
        try
        {
            KeptTopic[] kept;
            lock (_kept)
            {
                kept = [.. _kept.Values];
            }

            if (kept.Length > 0)
            {
                await RoundAsync(kept);
            }
        }
        catch (KafkaException e)
        {
            // Its outage is measured by the cells; a keeper has nothing to do then.
            TellOnce($"the cluster cannot be looked at: {OneLine(e.Error)}");
        }
        finally
        {
            _oneAtATime.Release();
        }
    }

    public void Dispose() => _oneAtATime.Dispose();

    private async Task RoundAsync(KeptTopic[] kept)
    {
        var cluster = await _admin.LookAsync([.. kept.Select(k => k.Name)]);
        string? frozen = null;
        foreach (var (name, error) in cluster.Hidden)
        {
            frozen = $"topic {name} cannot be looked at: {OneLine(error)}";
        }

        foreach (var topic in kept.Where(k => !cluster.Hidden.ContainsKey(k.Name)))
        {
            if (topic.See(cluster) is { } line)
            {
                _tell(line);
            }

            if (!IsManaging)
            {
                continue;
            }

            var step = TopicCoverage.Next(cluster, topic.Name, _partitionsPerBroker);
            frozen = step is TopicStep.Frozen { Reason: var reason } ? $"topic {topic.Name} is left as it is: {reason}" : frozen;
            await DoAsync(topic.Name, step);
        }

        TellOnce(frozen);
    }

    private async Task DoAsync(string topic, TopicStep step)
    {
        try
        {
            switch (step)
            {
                case TopicStep.Create create:
                    await _admin.CreateAsync(topic, create.Placements);
                    break;
                case TopicStep.Add add:
                    await _admin.AddAsync(topic, add.Existing, add.Placements);
                    break;
                case TopicStep.Elect elect when _isElecting:
                    await _admin.ElectAsync(topic, elect.Partitions);
                    break;
            }
        }
        catch (KafkaException e) when (step is TopicStep.Elect && e.Error.Code == ErrorCode.ClusterAuthorizationFailed)
        {
            // Who may elect leaders may also give rights to anybody (ALTER of the cluster): a probe is better off without, and brokers do it on their own in the end.
            _isElecting = false;
            _tell($"topic {topic}: the cluster does not let the probe elect leaders ({OneLine(e.Error)}); it leaves that to the brokers, and adds partitions all the same");
        }
        catch (KafkaException e) when (e.Error.Code is ErrorCode.ClusterAuthorizationFailed or ErrorCode.TopicAuthorizationFailed)
        {
            IsManaging = false;
            _tell($"topic {topic}: the cluster does not let the probe look after it ({OneLine(e.Error)}); it goes on measuring, and leaves all topics of this cluster as they are");
        }
        catch (KafkaException e)
        {
            _tell($"topic {topic}: {step.GetType().Name.ToLowerInvariant()} was refused: {OneLine(e.Error)}; tried again in the next round");
        }
    }

    /// <summary>
    /// Each broker learns of a new topic by itself. A consumer that asks one which has not is given no partitions, and asks again after the five minutes that are every client's default.
    /// </summary>
    private async Task<ClusterView> LookForAsync(string topic)
    {
        var begun = Stopwatch.GetTimestamp();
        var cluster = await _admin.LookAsync([topic]);
        while (!await IsKnownAsync(cluster, topic) && Stopwatch.GetElapsedTime(begun) < LongestPropagation)
        {
            await Task.Delay(Pause);
            cluster = await _admin.LookAsync([topic]);
        }

        return cluster;
    }

    private async Task<bool> IsKnownAsync(ClusterView cluster, string topic) =>
        cluster.Topics.TryGetValue(topic, out var found)
        && found.Partitions.All(p => p.Leader is not null)
        && await _admin.AreLedAsync(topic, [.. found.Partitions.Select(p => p.Number)]);

    private void TellOnce(string? line)
    {
        if (line is not null && line != _told)
        {
            _tell(line);
        }

        _told = line;
    }

    private static string OneLine(Error error) => error.Reason.ReplaceLineEndings(" ").Trim().TrimEnd('.');
}
