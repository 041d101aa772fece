using System.Collections.Concurrent;
using Confluent.Kafka;
using Kafka.Sli.Probe.Embedded;
using Kafka.Sli.Probe.Ledger;
using Kafka.Sli.Probe.Probing;

namespace Kafka.Sli.Probe.Tests.Probing;

/// <summary>What the cluster does not let it end in order is tried again as long as there is hope, and told.</summary>
[Collection(nameof(OneProber))]
public sealed class OrderlyEndTests : IDisposable
{
    private readonly EmbeddedCluster _cluster = EmbeddedCluster.Start(1);
    private readonly ConcurrentQueue<string> _told = new();
    private Prober? _prober;

    public OrderlyEndTests() => _cluster.CreateTopic(ProberRun.Topic, 1, 1);

    public void Dispose()
    {
        _prober?.Dispose();
        _cluster.Dispose();
    }

    [Fact]
    public async Task A_last_commit_that_a_coordinator_is_not_ready_for_is_tried_again()
    {
        var verdicts = await MeasureAsync();

        _cluster.PushRequestErrors(KafkaApi.OffsetCommit, [.. Enumerable.Repeat(ErrorCode.GroupLoadInProgress, 15)]);
        await _prober!.StopAsync();

        Assert.Contains(_told, line => line.StartsWith("stop: committed, ", StringComparison.Ordinal));
        Assert.Equal(WholeLog.Read(_cluster.BootstrapServers, ProberRun.Topic, 1).Distinct, verdicts[LedgerVerdict.Delivered]);
    }

    [Fact]
    public async Task A_last_commit_that_is_refused_is_told()
    {
        await MeasureAsync();

        _cluster.PushRequestErrors(KafkaApi.OffsetCommit, [.. Enumerable.Repeat(ErrorCode.GroupAuthorizationFailed, 100)]);
        await _prober!.StopAsync();

        Assert.Contains(_told, line => line.StartsWith($"stop: not committed: {ProberRun.Cell}, ", StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_is_still_in_flight_and_unread_when_the_time_is_over_is_told()
    {
        await MeasureAsync();

        _cluster.BrokerDown(1);
        await Task.Delay(TimeSpan.FromSeconds(1), TestContext.Current.CancellationToken);
        await _prober!.StopAsync();

        Assert.Equal(
            ["schedule stopped", "not sends flushed", "not closing records sent", "not read to the end"],
            _told.Where(l => l.StartsWith("stop: ", StringComparison.Ordinal)).Select(l => l["stop: ".Length..].Split(',', ':')[0]).Take(4));
    }

    [Fact]
    public async Task What_keeps_one_cell_from_a_step_keeps_neither_the_others_nor_the_next_steps()
    {
        var verdicts = await MeasureAsync((bootstrap, plan, stream, surroundings, events) =>
            new HeldClient(LibrdkafkaClient.Build(bootstrap, plan, stream, surroundings, events)) { BeforeFlush = () => throw new InvalidOperationException("of the test") });

        await _prober!.StopAsync();

        Assert.Contains($"stop: sends flushed: {ProberRun.Cell}: InvalidOperationException: of the test", _told);
        Assert.Contains(_told, line => line.StartsWith("stop: committed, ", StringComparison.Ordinal));
        Assert.Equal(WholeLog.Read(_cluster.BootstrapServers, ProberRun.Topic, 1).Distinct, verdicts[LedgerVerdict.Delivered]);
    }

    private async Task<CellVerdicts> MeasureAsync(ModelClientFactory? buildClient = null)
    {
        _prober = new Prober(ProberRun.Read(_cluster, "loads: { default: { rate: 50/s, size: 50B } }"), "one", _told.Enqueue, buildClient: buildClient);
        await _prober.StartAsync(TestContext.Current.CancellationToken);
        var verdicts = Assert.Single(_prober.Cells).Verdicts;
        await ProberRun.Until(() => verdicts[LedgerVerdict.Delivered] > 20);
        return verdicts;
    }
}
