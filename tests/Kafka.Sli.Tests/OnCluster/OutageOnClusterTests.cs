using System.Diagnostics;
using Confluent.Kafka;
using Kafka.Sli.Probe.Embedded;

namespace Kafka.Sli.Tests.OnCluster;

/// <summary>A cluster that is down for 20 seconds under steady load, seen by an objective of one second and by a stopwatch beside it.</summary>
public sealed class OutageOnClusterTests : IDisposable
{
    private const string Topic = "orders";

    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan Outage = TimeSpan.FromSeconds(20);

    private readonly EmbeddedCluster _cluster = EmbeddedCluster.Start(brokers: 1);
    private readonly KafkaSli _sli;
    private readonly Measurements _measured;
    private readonly Stopwatch _watch = Stopwatch.StartNew();
    private readonly List<Sent> _settled = [];
    private int _sent;

    public OutageOnClusterTests()
    {
        var options = new KafkaSliOptions();
        options.Objectives.Add("produce: 99.9% < 1s as prompt");
        options.Objectives.Add("produce: 99.9% < 10m as ever");
        _sli = KafkaSli.Create(options);
        _measured = new Measurements(_sli);
        _cluster.CreateTopic(Topic, partitions: 1);
    }

    private (long Good, long Bad, long Excluded) Prompt => _measured.Events("prompt");

    public void Dispose()
    {
        _measured.Dispose();
        _sli.Dispose();
        _cluster.Dispose();
    }

    [Fact]
    public async Task Bad_begins_to_count_while_the_outage_lasts_and_the_sum_is_right_after_it()
    {
        using var producer = new SliProducerBuilder<string, string>(
            new ProducerConfig { BootstrapServers = _cluster.BootstrapServers, LingerMs = 0, ReconnectBackoffMs = 50, ReconnectBackoffMaxMs = 200 }, _sli)
            .SetLogHandler((_, _) => { })
            .Build();
        using var stop = new CancellationTokenSource();
        var load = Task.Factory.StartNew(() => Load(producer, stop.Token), TestContext.Current.CancellationToken, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        await UntilAsync(() => _sli.Objectives[0].Good >= 50);

        _cluster.AllBrokersDown();
        var (begins, stall) = await FirstBadAsync();
        Assert.InRange(begins, TimeSpan.FromSeconds(0.9), TimeSpan.FromSeconds(1.2) + (2 * stall));
        TestContext.Current.SendDiagnosticMessage("bad begins {0}, stall {1}", begins, stall);

        // Long before a message has ended.
        await UntilAsync(() => _sli.Objectives[0].Bad >= 1000);
        Assert.DoesNotContain(_measured.Produces, m => m.Value > 1);
        var down = _watch.Elapsed;
        await UntilAsync(() => _watch.Elapsed - down > Outage - TimeSpan.FromSeconds(11));
        Assert.True(_sli.Objectives[0].ErrorBudgetRemaining < 0);
        Assert.Equal(1, _sli.Objectives[1].ErrorBudgetRemaining);

        _cluster.AllBrokersUp();
        await stop.CancelAsync();
        await load;
        producer.Flush(TestContext.Current.CancellationToken);

        var recorded = _measured.Produces.Select(m => m.Value).ToArray();
        Assert.Equal(_sent, recorded.Length);
        Assert.Equal((recorded.Count(v => v <= 1), recorded.Count(v => v > 1), 0), Prompt);
        Assert.Equal((_sent, 0, 0), _measured.Events("ever"));
        EachLatencyIsTrue(recorded);
    }

    /// <summary>Reports come in one at a time: each latency ends before its handler is called, and not before the handler of the one before.</summary>
    private void EachLatencyIsTrue(double[] recorded)
    {
        for (var i = 0; i < recorded.Length; i++)
        {
            Assert.InRange(recorded[i], i == 0 ? 0 : (_settled[i - 1].Reported - _settled[i].Returned).TotalSeconds, (_settled[i].Reported - _settled[i].Called).TotalSeconds);
        }

        Assert.True(_settled.Max(s => s.Reported - s.Called) > Outage - TimeSpan.FromSeconds(2));
    }

    /// <summary>How long after the outage began, and by how much this thread itself was held up meanwhile by a busy machine.</summary>
    private async Task<(TimeSpan Begins, TimeSpan Stall)> FirstBadAsync()
    {
        var start = _watch.Elapsed;
        return await Task.Factory.StartNew(
            () =>
            {
                var stall = TimeSpan.Zero;
                while (_sli.Objectives[0].Bad == 0)
                {
                    var before = _watch.Elapsed;
                    Thread.Sleep(2);
                    stall = TimeSpan.FromTicks(Math.Max(stall.Ticks, (_watch.Elapsed - before).Ticks));
                }

                return (_watch.Elapsed - start, stall);
            },
            TestContext.Current.CancellationToken,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default);
    }

    private void Load(IProducer<string, string> producer, CancellationToken stop)
    {
        for (var due = _watch.Elapsed; !stop.IsCancellationRequested; due += Interval)
        {
            var sent = new Sent { Called = _watch.Elapsed };
            _sent++;
            producer.Produce(Topic, new Message<string, string> { Value = "v" }, _ =>
            {
                sent.Reported = _watch.Elapsed;
                _settled.Add(sent);
            });
            sent.Returned = _watch.Elapsed;
            var left = due + Interval - _watch.Elapsed;
            if (left > TimeSpan.Zero)
            {
                Thread.Sleep(left);
            }
        }
    }

    private static async Task UntilAsync(Func<bool> isSo)
    {
        while (!isSo())
        {
            await Task.Delay(5, TestContext.Current.CancellationToken);
        }
    }

    private sealed class Sent
    {
        public TimeSpan Called { get; init; }

        public TimeSpan Returned { get; set; }

        public TimeSpan Reported { get; set; }
    }
}
