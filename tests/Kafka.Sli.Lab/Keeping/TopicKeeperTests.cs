using System.Diagnostics;
using Confluent.Kafka.Admin;
using Kafka.Sli.Lab.Brokers;
using Kafka.Sli.Lab.Report;
using Kafka.Sli.Lab.Security;

namespace Kafka.Sli.Lab.Keeping;

/// <summary>The probe's topic follows the brokers as they come, and is left alone while one is away.</summary>
[Collection(nameof(OneCluster))]
public sealed class TopicKeeperTests
{
    private const string Prefix = "kept";

    private readonly SharedCluster _shared;

    public TopicKeeperTests(SharedCluster shared) => _shared = shared;

    [Fact]
    public async Task A_broker_that_joins_is_led_on_within_one_round()
    {
        var cluster = await _shared.StartAsync();
        Broker? fourth = null;
        try
        {
            await using var probe = await WatchedProber.StartAsync(cluster, Prefix, Plain(cluster));

            fourth = await cluster.JoinAsync();
            var there = Stopwatch.GetTimestamp();
            var said = await probe.SaysAsync($"topic {probe.Topic} has 4 partitions now", there);
            await cluster.Admin.UntilAsync(() => Task.FromResult(probe.SentTo(fourth.Id) > 0), "nothing is sent to the fourth broker");

            // It is told by the round after the one that has added them.
            LabReport.TopicKeeper.Add("a fourth broker has registered", $"\"topic {probe.Topic} has 4 partitions now\"", Figure.Seconds(said));
            LabReport.TopicKeeper.Add("", "a message sent to the fourth broker was acknowledged", Figure.Seconds(Stopwatch.GetElapsedTime(there).TotalSeconds));
            await cluster.Admin.UntilAsync(() => Task.FromResult(probe.IsReading(3)), "the fourth broker's partition is not read");
            LabReport.TopicKeeper.Add("", "and read by the group", Figure.Seconds(Stopwatch.GetElapsedTime(there).TotalSeconds));
            Assert.DoesNotContain(probe.Recorded.Of("kafka.sli.produce.duration"), m => m["error.type"] is not null);
            Assert.Equal([1, 2, 3, 4], await LeadersAsync(cluster, probe.Topic));
            Assert.InRange(said, 0, (4 * WatchedProber.Round).TotalSeconds);
        }
        finally
        {
            await RestoreAsync(cluster, fourth);
        }
    }

    [Fact]
    public async Task A_broker_that_stays_away_freezes_it_and_when_it_is_back_all_is_made_up_for()
    {
        var cluster = await _shared.StartAsync();
        Broker? fourth = null;
        try
        {
            await using var probe = await WatchedProber.StartAsync(cluster, Prefix, Plain(cluster));

            var killed = Stopwatch.GetTimestamp();
            await cluster[2].KillAsync();
            var frozen = await probe.SaysAsync($"topic {probe.Topic} is left as it is: broker 2 is missing", killed);
            fourth = await cluster.JoinAsync();
            await Task.Delay(2 * WatchedProber.Round, TestContext.Current.CancellationToken);
            var meanwhile = (await cluster.Admin.DescribeAsync(probe.Topic))!.Partitions.Count;
            cluster[2].Start();
            await cluster.Admin.UntilRegisteredAsync(2);
            var back = Stopwatch.GetTimestamp();
            var grown = await probe.SaysAsync($"topic {probe.Topic} has 4 partitions now", back);

            // It was the preferred leader of one, and is elected by nobody but the probe: the brokers' own turn comes after five minutes.
            await cluster.Admin.UntilAsync(async () => await cluster.Admin.LeaderAsync(probe.Topic, 1) == 2, "broker 2 leads nothing");
            var elected = Stopwatch.GetElapsedTime(back).TotalSeconds;

            LabReport.TopicKeeper.Add("broker 2 is killed", $"\"topic {probe.Topic} is left as it is: broker 2 is missing\"", Figure.Seconds(frozen));
            LabReport.TopicKeeper.Add("a fourth one joins, two rounds pass", $"nothing: {meanwhile} partitions", "");
            LabReport.TopicKeeper.Add("broker 2 is back", $"\"topic {probe.Topic} has 4 partitions now\"", Figure.Seconds(grown));
            LabReport.TopicKeeper.Add("", "broker 2 leads its partition again", Figure.Seconds(elected));
            Assert.Equal(3, meanwhile);
            Assert.Single(probe.Lines, l => l.Contains("broker 2 is missing", StringComparison.Ordinal));
            Assert.Equal([1, 2, 3, 4], await LeadersAsync(cluster, probe.Topic));
        }
        finally
        {
            await RestoreAsync(cluster, fourth);
        }
    }

    [Fact]
    public async Task Without_the_right_to_alter_it_says_so_once_and_goes_on_measuring()
    {
        var cluster = await _shared.StartAsync();
        var topic = SecuredProbe.Topic(Prefix);
        await cluster.Admin.CreateTopicAsync(topic, [.. Placements.Of(cluster).Take(2)]);
        await using var leftover = new Leftover(cluster, topic);
        await using var rights = await Rights.GiveAsync(
            cluster, LabUser.Measurer, (ResourceType.Topic, Prefix, AclOperation.Read), (ResourceType.Topic, Prefix, AclOperation.Write), (ResourceType.Topic, Prefix, AclOperation.Describe), (ResourceType.Group, Prefix, AclOperation.Read));

        var started = Stopwatch.GetTimestamp();
        await using var probe = await WatchedProber.StartAsync(cluster, Prefix, LogIn.As(LabUser.Measurer, cluster).Properties);
        const string Refused = "the cluster does not let the probe look after it (";
        var said = await probe.SaysAsync(Refused, started);
        var good = probe.Recorded.Events("produce-500ms").Good;
        await Task.Delay(2 * WatchedProber.Round, TestContext.Current.CancellationToken);
        var (later, bad, _) = probe.Recorded.Events("produce-500ms");

        LabReport.TopicKeeper.Add("no right to ALTER: started", $"\"{probe.Lines.First(l => l.Contains(Refused, StringComparison.Ordinal))}\"", Figure.Seconds(said));
        LabReport.TopicKeeper.Add("two more rounds", $"nothing more; {later - good} good sends meanwhile, {bad} bad", "");
        Assert.Single(probe.Lines);
        Assert.InRange(later - good, 1, long.MaxValue);
        Assert.Equal(2, (await cluster.Admin.DescribeAsync(topic))!.Partitions.Count);
    }

    private static Dictionary<string, string> Plain(KafkaCluster cluster) => new() { ["bootstrap.servers"] = cluster.BootstrapServers };

    private static async Task<IEnumerable<int>> LeadersAsync(KafkaCluster cluster, string topic) =>
        (await cluster.Admin.DescribeAsync(topic))!.Partitions.Select(p => p.Leader?.Id ?? -1).Order();

    /// <summary>The topic is gone by now, and with it all that the fourth broker had.</summary>
    private static async Task RestoreAsync(KafkaCluster cluster, Broker? fourth)
    {
        if (fourth is not null)
        {
            await cluster.RemoveAsync(fourth);
        }

        await cluster.HealAsync();
    }
}
