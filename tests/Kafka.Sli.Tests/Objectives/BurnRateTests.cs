using System.Runtime.CompilerServices;
using Confluent.Kafka;
using CsCheck;

namespace Kafka.Sli.Tests.Objectives;

public sealed class BurnRateTests
{
    private const int Buckets = 120;

    private static readonly Gen<(double Gap, bool IsGood)[]> Streams =
        Gen.Select(Gen.OneOf(Gen.Double[0, 10], Gen.Double[0, 3_000], Gen.Double[0, 40_000]), Gen.Bool).Array[1, 400];

    [Fact]
    public void Each_window_counts_what_a_plain_list_of_events_says() => Streams.Sample(
        static stream =>
        {
            using var given = new Given("produce: 99.5% < 1s over 7d as sent");
            using var producer = ProducerThat(out var succeeds).WithSli(given.Sli);
            var events = new List<(TimeSpan At, bool IsGood)>();
            var start = given.Time.GetUtcNow();
            foreach (var (gap, isGood) in stream)
            {
                given.Passes(gap);
                succeeds.Value = isGood;
                producer.Produce("orders", new Message<string, string>(), _ => { });
                events.Add((given.Time.GetUtcNow() - start, isGood));
                AgreesWithPlainList(given, events);
            }
        },
        iter: 30,
        threads: 1);

    [Fact]
    public void Budget_and_burn_rate_are_told_as_gauges_by_window()
    {
        using var given = new Given("produce: 99% < 1s over 7d as sent");
        using var producer = ProducerThat(out var succeeds).WithSli(given.Sli, new SliClientOptions { Name = "checkout" });
        Assert.Equal(1, Assert.Single(given.Measured.Observe("kafka.sli.error_budget.remaining")).Value);
        for (var i = 0; i < 200; i++)
        {
            succeeds.Value = i >= 3;
            producer.Produce("orders", new Message<string, string>());
        }

        var remaining = Assert.Single(given.Measured.Observe("kafka.sli.error_budget.remaining"));
        Assert.Equal(-0.5, remaining.Value, 9);
        Assert.Equal([new("kafka.sli.objective", "sent")], remaining.Tags);
        var rates = given.Measured.Observe("kafka.sli.burn_rate");
        Assert.Equal(["5m", "30m", "1h", "2h", "6h", "1d", "3d", "7d"], rates.Select(r => r["kafka.sli.window"]));
        Assert.All(rates, rate => Assert.Equal(1.5, rate.Value, 9));

        given.Passes(400);
        Assert.Equal(0, given.Measured.Observe("kafka.sli.burn_rate").First(r => r["kafka.sli.window"] == "5m").Value);
        Assert.Equal(1.5, given.Measured.Observe("kafka.sli.burn_rate").First(r => r["kafka.sli.window"] == "30m").Value, 9);

        given.Passes(8 * 24 * 3600);
        Assert.Equal(1, Assert.Single(given.Measured.Observe("kafka.sli.error_budget.remaining")).Value);
        Assert.All(given.Measured.Observe("kafka.sli.burn_rate"), rate => Assert.Equal(0, rate.Value));
    }

    [Fact]
    public void What_is_excluded_spends_nothing()
    {
        using var given = new Given("produce: 99% < 1s as sent");
        using var producer = new StubProducer<string, string>
        {
            OnProduce = (message, handler) => handler!(Reports.Error(message, ErrorCode.Local_PurgeQueue)),
        }.WithSli(given.Sli);

        producer.Produce("orders", new Message<string, string>());

        var status = Assert.Single(given.Sli.Objectives);
        Assert.Equal((0, 0, 1, 1d), (status.Good, status.Bad, status.Excluded, status.ErrorBudgetRemaining));
    }

    private static void AgreesWithPlainList(Given given, List<(TimeSpan At, bool IsGood)> events)
    {
        var now = events[^1].At;
        foreach (var window in Assert.Single(given.Sli.Objectives).Windows)
        {
            // The reference: events of the bucket that is open and of the 120 before it.
            var bucket = window.Window.Ticks / Buckets;
            var from = ((now.Ticks / bucket) - Buckets) * bucket;
            var (good, bad) = Count(events, e => e.At.Ticks >= from);
            Assert.Equal((good, bad), (window.Good, window.Bad));
            Assert.Equal(bad == 0 ? 0 : (double)bad / (good + bad) / 0.005, window.BurnRate, 9);

            // And the exact sliding window is within one bucket of it.
            var exact = Count(events, e => e.At > now - window.Window);
            var withOneMore = Count(events, e => e.At > now - window.Window - TimeSpan.FromTicks(bucket));
            Assert.InRange(window.Good, exact.Good, withOneMore.Good);
            Assert.InRange(window.Bad, exact.Bad, withOneMore.Bad);
        }
    }

    private static (long Good, long Bad) Count(List<(TimeSpan At, bool IsGood)> events, Func<(TimeSpan At, bool IsGood), bool> isIn) =>
        (events.Count(e => isIn(e) && e.IsGood), events.Count(e => isIn(e) && !e.IsGood));

    private static StubProducer<string, string> ProducerThat(out StrongBox<bool> succeeds)
    {
        var box = succeeds = new StrongBox<bool>();
        return new() { OnProduce = (message, handler) => handler!(box.Value ? Reports.Ok(message) : Reports.Error(message, ErrorCode.Local_MsgTimedOut)) };
    }
}
