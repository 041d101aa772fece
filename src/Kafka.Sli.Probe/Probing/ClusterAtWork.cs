using System.Collections.Concurrent;
using Confluent.Kafka;
using Kafka.Sli.Probe.Embedded;
using Kafka.Sli.Probe.Plan;
using Kafka.Sli.Probe.Topics;

namespace Kafka.Sli.Probe.Probing;

/// <summary>One cluster that is measured, and the connection by which its topics are looked after.</summary>
internal sealed class ClusterAtWork : IDisposable
{
    private const int EmbeddedBrokers = 3;

    /// <summary>
    /// The embedded brokers answer a fetch when its wait is over, also when messages came in meanwhile. At librdkafka's default of
    /// 500 ms that alone would be the delivery latency.
    /// </summary>
    private const string EmbeddedFetchWait = "10";

    /// <summary>A leader that has moved is known within that time.</summary>
    private static readonly TimeSpan Round = TimeSpan.FromSeconds(5);

    /// <summary>When one broker turns the probe away, an answer of another one is waited for no longer than this.</summary>
    private static readonly TimeSpan LongestTurnedAway = TimeSpan.FromSeconds(3);

    private readonly ClientErrors _errors = new();
    private readonly EmbeddedCluster? _embedded;
    private readonly TopicKeeper _keeper;
    private readonly ConcurrentDictionary<string, bool> _topics = new();

    /// <param name="plan">The cluster.</param>
    /// <param name="tell">Takes a line for whoever watches.</param>
    public ClusterAtWork(ClusterPlan plan, Action<string> tell)
    {
        Plan = plan;
        _embedded = plan.Bootstrap is null ? EmbeddedCluster.Start(EmbeddedBrokers) : null;
        Faults = _embedded is null ? null : new BrokerFaults(_embedded);
        Bootstrap = _embedded?.BootstrapServers ?? plan.Bootstrap!;
        Admin = BuildAdmin();
        _keeper = new TopicKeeper(
            new ConfluentTopicAdmin(Admin),
            plan.IsManaged && _embedded is null,
            plan.PartitionsPerBroker,
            line => tell(IsOfOptions ? line : $"cluster {plan.Name}: {line}"));
    }

    public ClusterPlan Plan { get; }

    public string Bootstrap { get; }

    /// <summary>As it may be told.</summary>
    public string ShownBootstrap => _embedded is null ? Plan.ShownBootstrap : Bootstrap;

    public IAdminClient Admin { get; }

    public int Brokers { get; private set; }

    /// <summary>What can be done to the brokers of an embedded cluster; <see langword="null"/> for any other.</summary>
    public BrokerFaults? Faults { get; }

    /// <summary>Finds or creates a cell's topic, and looks after it from now on.</summary>
    /// <param name="cell">The cell.</param>
    /// <param name="changed">Told when the topic is not what it was.</param>
    /// <exception cref="ProbeException">The cluster does not answer, or refuses.</exception>
    public async Task<ProbeTopic> FindTopicAsync(CellPlan cell, Action<ProbeTopic?, TopicChange> changed)
    {
        // The embedded cluster knows no CreateTopics request.
        if (_embedded is not null && _topics.TryAdd(cell.Topic, true))
        {
            _embedded.CreateTopic(cell.Topic, EmbeddedBrokers);
            for (var broker = 1; broker <= EmbeddedBrokers; broker++)
            {
                Faults!.Lead(cell.Topic, broker - 1, broker);
            }
        }

        try
        {
            var topic = await AnswerAsync(() => _keeper.FindAsync(cell.Topic, changed))
                ?? throw ProbeException.Unreachable($"{Key("topic")} {cell.Topic}: does not exist, and the probe may not create it here; create it");
            Brokers = topic.Brokers;
            return topic;
        }
        catch (KafkaException e) when (e.Error.Code is ErrorCode.TopicAuthorizationFailed or ErrorCode.ClusterAuthorizationFailed)
        {
            throw ProbeException.Unreachable($"{Key("topic")} {cell.Topic}: {OneLine(e.Error.Reason)}; allow the probe to DESCRIBE it, and to CREATE it where it does not exist", e);
        }
        catch (KafkaException e) when (!e.Error.IsLocalError || e.Error.Code is ErrorCode.Local_InvalidArg)
        {
            throw ProbeException.Unreachable($"{Key("topic")} {cell.Topic}: could not be looked up or created: {OneLine(e.Error.Reason)}; create it, or allow the probe to CREATE it", e);
        }
        catch (KafkaException e)
        {
            throw ProbeException.Unreachable(
                $"{Key("bootstrap")} {ShownBootstrap}: "
                + (await RefusalAsync(e)
                    ?? $"no broker answered within {ConfluentTopicAdmin.Timeout.TotalSeconds:0} s ({OneLine(_errors.Last?.Reason ?? e.Error.Reason)}); give host:port of a broker that this machine reaches, and {(IsOfOptions ? "by --property " : "")}the security.protocol that it speaks"),
                e);
        }
    }

    /// <summary>Waits for the cluster's answer, and not until the request has timed out when there will be none.</summary>
    /// <exception cref="KafkaException">There is none.</exception>
    public async Task<T> AnswerAsync<T>(Func<Task<T>> ask)
    {
        var refusal = _errors.NextRefusal;
        var answer = ask();
        if (await Task.WhenAny(answer, refusal) == refusal && await Task.WhenAny(answer, Task.Delay(LongestTurnedAway)) != answer)
        {
            _ = answer.ContinueWith(static a => a.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);
            throw new KafkaException(await refusal);
        }

        return await answer;
    }

    /// <returns>Why it does not answer, in one line.</returns>
    public async Task<string> DescribeAsync(KafkaException silence) =>
        await RefusalAsync(silence)
        ?? $"no broker answered within {ConfluentTopicAdmin.Timeout.TotalSeconds:0} s at {ShownBootstrap}: {OneLine(_errors.Last?.Reason ?? silence.Error.Reason)}";

    public void Forget(CellPlan cell) => _keeper.Forget(cell.Topic);

    /// <summary>A cell's topic as it was last told of; <see langword="null"/> when it is not looked after.</summary>
    public ProbeTopic? LastSeen(CellPlan cell) => _keeper.LastSeen(cell.Topic);

    /// <summary>Looks after the topics until it is told to stop.</summary>
    public async Task KeepAsync(CancellationToken stop)
    {
        using var timer = new PeriodicTimer(Round);
        try
        {
            while (await timer.WaitForNextTickAsync(stop))
            {
                await _keeper.RoundAsync();
            }
        }
        catch (OperationCanceledException)
        {
            // It ends.
        }
    }

    /// <summary>The cell as it is run here.</summary>
    public CellPlan Adapt(CellPlan cell) => _embedded is null || cell.Consumer.ContainsKey("fetch.wait.max.ms")
        ? cell
        : cell with { Consumer = new Dictionary<string, string>(cell.Consumer) { ["fetch.wait.max.ms"] = EmbeddedFetchWait } };

    public void Dispose()
    {
        Admin.Dispose();
        _keeper.Dispose();
        _embedded?.Dispose();
    }

    private async Task<string?> RefusalAsync(KafkaException silence) => await ConnectionRefusal.DescribeAsync(silence.Error) ?? await ConnectionRefusal.DescribeAsync(_errors.Last);

    /// <summary>Whether it stands on the command line rather than in a plan.</summary>
    private bool IsOfOptions => Plan.Key.StartsWith('-');

    private string Key(string what) => IsOfOptions ? $"--{what}" : $"cluster {Plan.Name}: {what}";

    private static string OneLine(string reason) => reason.ReplaceLineEndings(" ").Trim().TrimEnd('.');

    /// <remarks>
    /// Some requests are for the controller, and librdkafka sends them to the broker that the last metadata called so (of KRaft's, any one), and waits for that one. Where it has died, that would be until the next refresh of the
    /// metadata, 5 minutes by default, in which nobody would see who leads what.
    /// </remarks>
    private IAdminClient BuildAdmin()
    {
        var properties = Plan.Properties
            .Where(p => !p.Key.StartsWith(ConfluentProperties.Prefix, StringComparison.Ordinal))
            .Append(new("bootstrap.servers", Bootstrap))
            .Append(new("client.id", "kafka-sli-probe"))
            .Append(new("topic.metadata.refresh.interval.ms", $"{Round.TotalMilliseconds:0}"))
            .DistinctBy(p => p.Key);
        try
        {
            return new AdminClientBuilder(properties).SetErrorHandler((_, e) => _errors.Heard(e)).SetLogHandler((_, _) => { }).Build();
        }
        catch (Exception e) when (e is InvalidOperationException or ArgumentException or KafkaException)
        {
            throw ProbeException.BadUsage($"--property: librdkafka refuses the configuration: {e.Message.ReplaceLineEndings(" ").Trim()}", e);
        }
    }
}
