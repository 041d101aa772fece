using Confluent.Kafka;
using Kafka.Sli.Probe.Embedded;
using Kafka.Sli.Probe.Ledger;

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
}
