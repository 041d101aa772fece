using System.Diagnostics;
using Confluent.Kafka;
using Kafka.Sli.Objectives;
using Kafka.Sli.Probe.Tests.Embedded;

namespace Kafka.Sli.Probe.Tests.Probing;

/// <summary>
/// What a closed loop leaves out: it sends the next message when the last one is answered, so that a stall of two seconds is one slow message in it. Its users
/// would have sent two hundred.
/// </summary>
[Collection(nameof(OneProber))]
public class OmissionTests
{
    private const int Rate = 100;

    private static readonly TimeSpan Stall = TimeSpan.FromSeconds(2);

    [Fact]
    public async Task A_stall_of_two_seconds_is_two_hundred_late_messages_here_and_one_in_a_closed_loop()
    {
        await using var run = await ProberRun.StartAsync($"objectives: ['produce: 99% < 100ms']\nloads: {{ default: {{ rate: {Rate}/s, size: 100B }} }}");
        using var twin = Clients.Producer(run.Cluster, ("message.timeout.ms", "60000"));
        var late = 0;
        using var stop = new CancellationTokenSource();
        var loop = Task.Run(
            async () =>
            {
                while (!stop.IsCancellationRequested)
                {
                    var watch = Stopwatch.StartNew();
                    await twin.ProduceAsync(ProberRun.Topic, new Message<string, string> { Value = "v" });
                    late += watch.Elapsed > TimeSpan.FromMilliseconds(100) ? 1 : 0;
                    await Task.Delay(TimeSpan.FromSeconds(1.0 / Rate));
                }
            },
            TestContext.Current.CancellationToken);
        await Task.Delay(1_000, TestContext.Current.CancellationToken);
        var (before, lateBefore) = (Bad(run), late);

        run.Cluster.BrokerDown(1);
        await Task.Delay(Stall, TestContext.Current.CancellationToken);
        run.Cluster.BrokerUp(1);
        await Task.Delay(3_000, TestContext.Current.CancellationToken);
        await stop.CancelAsync();
        await loop;

        // The clients need some time more to find the broker again; in that time too each message that falls due is late.
        Assert.InRange(Bad(run) - before, (int)(0.9 * Rate * Stall.TotalSeconds), int.MaxValue);
        // One, and a few more on a busy machine.
        Assert.InRange(late - lateBefore, 1, (int)(0.2 * Rate * Stall.TotalSeconds));
    }

    private static long Bad(ProberRun run)
    {
        run.Readings.Refresh();
        return run.Readings.Of(Objective.Parse("produce: 99% < 100ms"), ProberRun.Cell).Bad;
    }
}
