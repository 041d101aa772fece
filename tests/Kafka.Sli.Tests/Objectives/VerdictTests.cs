using Confluent.Kafka;

namespace Kafka.Sli.Tests.Objectives;

public sealed class VerdictTests
{
    [Fact]
    public void Each_objective_that_covers_an_event_gives_it_one_verdict()
    {
        using var given = new Given(
            "produce: 99% < 40ms as fast",
            "produce: 99.999% < 5s as available",
            "produce of returns-*: 99% < 5s as returns",
            "produce by someone-else: 99% < 5s as other-client",
            "delivery: 99% < 5s as delivery");
        Action<DeliveryReport<string, string>>? report = null;
        using var producer = new StubProducer<string, string> { OnProduce = (_, handler) => report = handler }
            .WithSli(given.Sli, new SliClientOptions { Name = "checkout" });

        producer.Produce("orders", new Message<string, string>());
        given.Passes(1);
        report!(Reports.Ok(new Message<string, string>()));

        Assert.Equal((0, 1, 0), given.Measured.Events("fast"));
        Assert.Equal((1, 0, 0), given.Measured.Events("available"));
        Assert.Equal((0, 0, 0), given.Measured.Events("returns"));
        Assert.Equal((0, 0, 0), given.Measured.Events("other-client"));
        Assert.Equal((0, 0, 0), given.Measured.Events("delivery"));
    }

    [Fact]
    public void Each_series_stands_at_0_as_soon_as_its_client_is_there()
    {
        using var given = new Given("produce: 99% < 40ms as fast", "delivery: 99% < 1s as fresh");
        Assert.Empty(given.Measured.Observe("kafka.sli.events"));

        using var producer = new StubProducer<string, string>().WithSli(given.Sli, new SliClientOptions { Name = "checkout" });

        Assert.Equal(
            [("fast", "bad", "checkout", 0), ("fast", "excluded", "checkout", 0), ("fast", "good", "checkout", 0)],
            given.Measured.Observe("kafka.sli.events")
                .Select(m => (m["kafka.sli.objective"], m["kafka.sli.verdict"], m["kafka.sli.client"], m.Value))
                .OrderBy(m => m.Item2));
    }

    [Fact]
    public void Threshold_and_target_are_told_and_the_threshold_is_a_bucket_boundary()
    {
        using var given = new Given("produce: 99.5% < 37ms as odd");

        Assert.Equal(0.037, Assert.Single(given.Measured.Observe("kafka.sli.objective.threshold")).Value);
        Assert.Equal(0.995, Assert.Single(given.Measured.Observe("kafka.sli.objective.target")).Value);
        var boundaries = given.Sli.Telemetry.Instruments.ProduceDuration.Advice!.HistogramBucketBoundaries!;
        Assert.Contains(0.037, boundaries);
        Assert.Equal(boundaries.Order(), boundaries);
        Assert.Equal((0.001, 300), (boundaries[0], boundaries[^1]));
    }

    [Fact]
    public void Past_the_limit_topics_share_a_name_and_objectives_still_match_the_real_one()
    {
        using var given = new Given(o => o.DestinationLimit = 2, "produce of t9: 99% < 1s as ninth");
        using var producer = new StubProducer<string, string> { OnProduce = (message, handler) => handler!(Reports.Ok(message)) }.WithSli(given.Sli);

        for (var i = 0; i < 10; i++)
        {
            producer.Produce($"t{i}", new Message<string, string>());
        }

        Assert.Equal(
            [("_other", 8), ("t0", 1), ("t1", 1)],
            given.Measured.Produces.CountBy(m => m["messaging.destination.name"]!).Select(p => (p.Key, p.Value)).Order());
        Assert.Equal((1, 0, 0), given.Measured.Events("ninth"));
    }

    [Fact]
    public void Wrong_options_are_refused_by_name_value_and_what_would_be_right()
    {
        var options = new KafkaSliOptions { DestinationLimit = 0 };
        options.Objectives.Add("produce: 99% < 1s");
        options.Objectives.Add("produce: 99.9% < 1s");

        var refusal = Assert.Throws<ArgumentException>(() => KafkaSli.Create(options)).Message;

        Assert.Contains("DestinationLimit: 0 must be more than 0", refusal, StringComparison.Ordinal);
        Assert.Contains("Objectives: the name 'produce-1s' is given to 2 of them", refusal, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(double.NaN, "NaN%")]
    [InlineData(0.9999999999999999, "100%")] // Below 1, and 1 to a decimal: no budget is left that could be burnt.
    public void A_target_that_leaves_no_budget_is_refused_in_words(double target, string told)
    {
        var options = new KafkaSliOptions();
        for (var i = 0; i < 2; i++)
        {
            options.Objectives.Add(new Kafka.Sli.Objectives.Objective { Indicator = Kafka.Sli.Objectives.ServiceLevelIndicator.Produce, Threshold = TimeSpan.FromSeconds(1), Target = target });
        }

        Assert.Contains($"target {told} must be more than 0% and less than 100%", Assert.Throws<ArgumentException>(() => KafkaSli.Create(options)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_disposed_KafkaSli_without_a_meter_factory_reports_no_more()
    {
        using var given = new Given();
        var stub = new StubProducer<string, string> { OnProduce = (message, handler) => handler?.Invoke(Reports.Ok(message)) };
        using var producer = stub.WithSli(given.Sli);
        producer.Produce("orders", new Message<string, string>());

        given.Sli.Dispose();
        producer.Produce("orders", new Message<string, string>());

        Assert.Single(given.Measured.Produces);
        Assert.Equal(2, stub.Calls.Count);
    }

    [Fact]
    public void Many_threads_admit_no_more_topics_than_the_limit()
    {
        var names = new Kafka.Sli.Telemetry.DestinationNames(50);
        var admitted = new System.Collections.Concurrent.ConcurrentDictionary<string, bool>();

        Parallel.For(0, 20_000, i =>
        {
            if (names.TryAdmit($"t{i % 500}"))
            {
                admitted[$"t{i % 500}"] = true;
            }
        });

        Assert.InRange(admitted.Count, 1, 50);
        Assert.All(admitted.Keys, topic => Assert.True(names.TryAdmit(topic)));
    }
}
