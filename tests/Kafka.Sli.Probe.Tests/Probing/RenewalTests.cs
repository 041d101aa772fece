using Confluent.Kafka;
using Kafka.Sli.Probe.Embedded;
using Kafka.Sli.Probe.Ledger;
using Kafka.Sli.Probe.Probing;

namespace Kafka.Sli.Probe.Tests.Probing;

/// <summary>A client that can do no more, for good.</summary>
[Collection(nameof(OneProber))]
public class RenewalTests
{
    [Fact]
    public async Task It_is_replaced_and_what_comes_then_is_measured_as_before()
    {
        await using var run = await ProberRun.StartAsync("profiles: { default: { producer: { enable.idempotence: true } } }");
        var first = Assert.Single(run.Prober.Cells);
        await ProberRun.Until(() => first.Verdicts[LedgerVerdict.Delivered] > 20);

        // To an idempotent producer that is the end of all that it knows.
        run.Cluster.PushRequestErrors(KafkaApi.Produce, ErrorCode.OutOfOrderSequenceNumber);
        await ProberRun.Until(() => first.FatalError is not null);
        await ProberRun.Until(() => run.Prober.Cells is [{ FatalError: null, Verdicts: var verdicts }] && verdicts[LedgerVerdict.Delivered] > 20);

        Assert.NotSame(first, run.Prober.Cells[0]);
        Assert.Equal(1, run.Of("kafka.sli.probe.client.renewals").Sum());
    }

    [Fact]
    public async Task One_that_cannot_be_built_at_first_is_tried_again_whatever_the_reason_was()
    {
        var built = 0;
        await using var run = await ProberRun.StartAsync(
            "profiles: { default: { producer: { enable.idempotence: true } } }",
            buildClient: (bootstrap, plan, stream, surroundings, events) => ++built == 2
                ? throw new InvalidOperationException("of the test")
                : LibrdkafkaClient.Build(bootstrap, plan, stream, surroundings, events));
        var first = Assert.Single(run.Prober.Cells);
        await ProberRun.Until(() => first.Verdicts[LedgerVerdict.Delivered] > 20);

        run.Cluster.PushRequestErrors(KafkaApi.Produce, ErrorCode.OutOfOrderSequenceNumber);
        await ProberRun.Until(() => run.Prober.Cells is [{ FatalError: null } cell] && cell != first);

        Assert.Equal(3, built);
        Assert.Contains("cell c/default/default cannot be started: InvalidOperationException: of the test; tried again each 10 s", run.Lines);
    }
}
