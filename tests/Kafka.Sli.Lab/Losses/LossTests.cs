using Kafka.Sli.Lab.Brokers;
using Kafka.Sli.Lab.FailOver;
using Kafka.Sli.Lab.Report;
using Kafka.Sli.Probe.Ledger;

namespace Kafka.Sli.Lab.Losses;

/// <summary>Messages that a cluster really loses or writes twice, as it may with the settings that it is given, and what the ledger says of it.</summary>
[Collection(nameof(OneCluster))]
public sealed class LossTests
{
    /// <summary>Of a second's messages to be lost.</summary>
    private static readonly TimeSpan AWhile = TimeSpan.FromSeconds(1.5);

    /// <summary>librdkafka looks for requests that have timed out once a second, and a broker is fenced after 3 s.</summary>
    private static readonly TimeSpan LongerThanTheClientWaits = TimeSpan.FromSeconds(2.3);

    private readonly SharedCluster _shared;

    public LossTests(SharedCluster shared) => _shared = shared;

    [Fact]
    public async Task What_only_a_leader_had_that_died_is_lost_and_counted_to_the_message()
    {
        var cluster = await _shared.StartAsync();
        await using var probe = await ObservedProbe.StartAsync(cluster, "leader-lost", placements: [[1, 2, 3]], profiles: "leader-only");
        try
        {
            // The followers fetch no more; the leader acknowledges, and nobody can tell that they are not in sync.
            cluster[2].Pause();
            cluster[3].Pause();
            await Task.Delay(AWhile, TestContext.Current.CancellationToken);
            await cluster[1].KillAsync();
            cluster[2].Resume();
            cluster[3].Resume();
            await probe.UntilWellAsync();
            await probe.StopAsync();

            await CompareAsync(probe, "leader-only", "acks=1, the leader killed before its followers had what it acknowledged");
        }
        finally
        {
            await HealAsync(cluster);
        }
    }

    [Fact(Explicit = true)]
    public async Task What_an_unclean_election_cut_off_is_a_break_of_the_log_and_lost_unless_it_was_read_before()
    {
        var cluster = await _shared.StartAsync();
        await using var probe = await ObservedProbe.StartAsync(cluster, "unclean", placements: [[1, 2]], profiles: ObservedProbe.AtLeastOnce);
        try
        {
            await ElectUncleanAsync(cluster, probe, ObservedProbe.AtLeastOnce);
            await probe.UntilWellAsync();
            await probe.StopAsync();

            var (_, breaks) = await CompareAsync(probe, ObservedProbe.AtLeastOnce, "acks=all with one replica in sync, which died; an unclean election");
            Assert.Equal(1, breaks);
        }
        finally
        {
            await HealAsync(cluster);
        }
    }

    [Fact(Explicit = true)]
    public async Task An_idempotent_producer_that_an_unclean_election_was_the_end_of_is_replaced()
    {
        var cluster = await _shared.StartAsync();
        await using var probe = await ObservedProbe.StartAsync(cluster, "unclean-idempotent", placements: [[1, 2]], profiles: "idempotent");
        try
        {
            await ElectUncleanAsync(cluster, probe, "idempotent");

            // Its numbers do not fit what is left of the log: librdkafka calls that fatal.
            await probe.UntilWellAsync();
            Assert.Equal(1, probe.Recorded.Of("kafka.sli.probe.client.renewals").Sum(m => m.Value));
        }
        finally
        {
            await HealAsync(cluster);
        }
    }

    [Fact]
    public async Task What_a_client_without_idempotence_sends_again_to_a_broker_that_hung_is_a_duplicate_each_time()
    {
        var cluster = await _shared.StartAsync();
        await using var probe = await ObservedProbe.StartAsync(cluster, "hung-twice", placements: [[1, 2, 3]], profiles: ObservedProbe.AtLeastOnce);
        try
        {
            cluster[1].Pause();
            await Task.Delay(LongerThanTheClientWaits, TestContext.Current.CancellationToken);
            cluster[1].Resume();
            await probe.UntilWellAsync();
            await probe.StopAsync();

            var (duplicates, _) = await CompareAsync(probe, ObservedProbe.AtLeastOnce, "enable.idempotence=false, the leader hanging for longer than socket.timeout.ms");
            Assert.NotEqual(0, duplicates);
        }
        finally
        {
            await HealAsync(cluster);
        }
    }

    [Fact]
    public async Task What_was_deleted_before_anybody_read_it_is_a_break_of_the_log_and_unknown_and_nothing_is_lost()
    {
        const int Written = 20;
        const int Deleted = 15;
        const string Profile = "idempotent";
        var cluster = await _shared.StartAsync();
        await using var probe = await ObservedProbe.StartAsync(cluster, "deleted", placements: [[1, 2, 3]], profiles: Profile);
        await probe.StopAsync();
        var (topic, before) = (probe.TopicOf(Profile), await probe.ReadLogAsync(Profile));

        using var writer = new FaultyWriter(cluster.BootstrapServers, topic, probe.CellOf(Profile));
        await writer.WriteWellAsync(Written);
        await cluster.Admin.Client.DeleteRecordsAsync([new(topic, 0, before.Records[^1].Record.Offset + 1 + Deleted)]);
        await probe.StartAgainAsync();
        await writer.CloseAsync();
        await probe.StopAsync();

        var (verdicts, log) = (probe.VerdictsOf(Profile), await probe.ReadLogAsync(Profile));
        var breaks = probe.Recorded.Of("kafka.sli.probe.log.breaks").Where(m => m["kafka.sli.probe.log.break"] == "retention").Sum(m => (long)m.Value);
        LabReport.Losses.Add([
            "records deleted before anybody read them", Figure.Count(log.Distinct + Deleted), Figure.Count(verdicts[LedgerVerdict.Delivered]), "0", Figure.Count(verdicts[LedgerVerdict.Lost]), "0",
            Figure.Count(verdicts[LedgerVerdict.Duplicate]), Figure.Count(verdicts[LedgerVerdict.Unknown]), Figure.Count(breaks)]);
        Assert.Equal((0, Deleted, 1), (verdicts[LedgerVerdict.Lost], verdicts[LedgerVerdict.Unknown], breaks));
        Assert.Equal(log.Distinct, verdicts[LedgerVerdict.Delivered]);
    }

    /// <returns>How many copies were read, and how often the log did not go on as it should.</returns>
    private static async Task<(long Copies, long Breaks)> CompareAsync(ObservedProbe probe, string profile, string what)
    {
        var (observer, verdicts, log) = (probe.ObserverOf(profile), probe.VerdictsOf(profile), await probe.ReadLogAsync(profile));
        var there = log.Records.Where(r => r.Record.Header is { IsClosing: false }).Select(r => (r.Partition, r.Record.Header!.Number)).ToHashSet();
        var lost = observer.Messages.Count(m => m.IsAcknowledged && !m.IsRead && !there.Contains((m.Partition, m.Number)));
        var breaks = probe.Recorded.Of("kafka.sli.probe.log.breaks").Sum(m => (long)m.Value);
        LabReport.Losses.Add([
            what, Figure.Count(observer.Messages.Count), Figure.Count(verdicts[LedgerVerdict.Delivered]), Figure.Count(lost), Figure.Count(verdicts[LedgerVerdict.Lost]),
            Figure.Count(observer.Copies), Figure.Count(verdicts[LedgerVerdict.Duplicate]), Figure.Count(verdicts[LedgerVerdict.Unknown]), Figure.Count(breaks)]);
        Assert.Equal(lost, verdicts[LedgerVerdict.Lost]);
        Assert.Equal(observer.Copies, verdicts[LedgerVerdict.Duplicate]);

        // A group that was assigned anew begins where it had committed: what an unclean election let be written before that, in place of what it had read, it never reads.
        var passedOver = observer.Messages.Count(m => m.IsAcknowledged && !m.IsRead && there.Contains((m.Partition, m.Number)));
        Assert.True(passedOver == 0 || breaks > 0, $"{passedOver} messages are in the log, and were not read");
        Assert.Equal(observer.Messages.Count - passedOver, verdicts[LedgerVerdict.Delivered] + verdicts[LedgerVerdict.Lost] + verdicts[LedgerVerdict.Failed] + verdicts[LedgerVerdict.Unknown]);
        return (observer.Copies, breaks);
    }

    private static async Task ElectUncleanAsync(KafkaCluster cluster, ObservedProbe probe, string profile)
    {
        // Without its only follower the leader goes on alone, by its own majority of one.
        cluster[2].Pause();
        await cluster.Admin.UntilFencedAsync(2);
        await probe.UntilWellAsync();
        await cluster[1].KillAsync();
        cluster[2].Resume();
        await cluster.Admin.UntilRegisteredAsync(2, 3);
        await cluster.Admin.UntilFencedAsync(1);
        await cluster.Admin.ElectUncleanAsync(probe.TopicOf(profile), 0);
    }

    private static async Task HealAsync(KafkaCluster cluster)
    {
        foreach (var broker in cluster.Brokers)
        {
            broker.Resume();
        }

        await cluster.HealAsync();
    }
}
