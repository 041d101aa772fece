using Confluent.Kafka;
using Microsoft.Extensions.Logging;

namespace Kafka.Sli.Tests.Producing;

public sealed class NeverInTheWayTests
{
    [Fact]
    public void A_clock_that_throws_changes_nothing_for_the_caller_and_is_counted()
    {
        using var given = new Given(o => o.TimeProvider = new BrokenClock());
        var stub = new StubProducer<string, string>();
        using var producer = stub.WithSli(given.Sli);
        var message = new Message<string, string>();

        producer.Produce("orders", message);

        Assert.Same(message, stub.Last);
        Assert.Equal(2, Assert.Single(given.Measured.Observe("kafka.sli.internal.errors")).Value);
    }

    [Fact]
    public void A_metrics_listener_that_throws_changes_nothing_for_the_caller_and_is_counted()
    {
        using var given = new Given();
        using var broken = new BrokenListener(given.Sli);
        var stub = new StubProducer<string, string> { OnProduce = (message, handler) => handler!(Reports.Ok(message)) };
        using var producer = stub.WithSli(given.Sli);
        var reports = 0;

        producer.Produce("orders", new Message<string, string>(), _ => reports++);

        Assert.Equal(1, reports);
        Assert.Equal(1, Assert.Single(given.Measured.Observe("kafka.sli.internal.errors")).Value);
    }

    [Fact]
    public async Task A_null_message_and_a_null_topic_are_refused_by_the_client_as_they_are_without_us()
    {
        using var given = new Given();
        using var producer = new ProducerBuilder<string, string>(new ProducerConfig { BootstrapServers = "127.0.0.1:9" }).SetLogHandler((_, _) => { }).Build().WithSli(given.Sli);

        Assert.Throws<NullReferenceException>(() => producer.Produce("orders", null!));
        await Assert.ThrowsAsync<NullReferenceException>(() => producer.ProduceAsync("orders", null!));
        Assert.Throws<NullReferenceException>(() => producer.Produce((TopicPartition)null!, new Message<string, string>()));
        Assert.Equal(3, given.Measured.Produces.Count(m => m["error.type"] == "System.NullReferenceException"));
        Assert.Equal(0, Assert.Single(given.Measured.Observe("kafka.sli.internal.errors")).Value);
    }

    [Fact]
    public void A_client_without_delivery_reports_works_as_before_and_is_unobserved()
    {
        using var given = new Given("produce: 99% < 1s as fast");
        var config = new ProducerConfig { BootstrapServers = "127.0.0.1:9", EnableDeliveryReports = false };
        using var producer = new ProducerBuilder<string, string>(config).SetLogHandler((_, _) => { }).Build().WithSli(given.Sli);

        producer.Produce("orders", new Message<string, string> { Value = "a" });
        producer.Produce("orders", new Message<string, string> { Value = "b" });
        Assert.Throws<InvalidOperationException>(() => producer.Produce("orders", new Message<string, string> { Value = "c" }, _ => { }));

        Assert.Equal(2, given.Measured.Produces.Count(m => m["kafka.sli.outcome"] == "unobserved"));
        Assert.Equal((0, 0, 3), given.Measured.Events("fast"));
    }

    [Fact]
    public void A_decorator_of_somebody_elses_around_a_client_without_delivery_reports_works_as_before()
    {
        using var given = new Given("produce: 99% < 1s as fast");
        var config = new ProducerConfig { BootstrapServers = "127.0.0.1:9", EnableDeliveryReports = false };
        using var inner = new ProducerBuilder<string, string>(config).SetLogHandler((_, _) => { }).Build();
        using var foreign = new StubProducer<string, string> { OnProduce = (message, handler) => inner.Produce("orders", message, handler) };

        foreign.WithSli(given.Sli).Produce("orders", new Message<string, string> { Value = "a" });

        Assert.Equal("unobserved", Assert.Single(given.Measured.Produces)["kafka.sli.outcome"]);
    }

    [Fact]
    public void Any_other_exception_of_wrong_use_is_not_taken_for_that_and_the_message_not_sent_twice()
    {
        using var given = new Given();
        var stub = new StubProducer<string, string> { OnProduce = (_, _) => throw new InvalidOperationException("something else") };

        Assert.Throws<InvalidOperationException>(() => stub.WithSli(given.Sli).Produce("orders", new Message<string, string>()));

        Assert.Single(stub.Calls);
    }

    [Fact]
    public void What_fails_inside_is_logged_once_for_each_step()
    {
        var log = new LoggedLines();
        using var loggers = LoggerFactory.Create(logging => logging.AddProvider(log));
        using var sli = KafkaSli.Create(new KafkaSliOptions { TimeProvider = new BrokenClock() }, loggerFactory: loggers);
        using var measured = new Measurements(sli);
        using var producer = new StubProducer<string, string>().WithSli(sli);

        producer.Produce("orders", new Message<string, string>());
        producer.Produce("orders", new Message<string, string>());

        Assert.Equal(4, Assert.Single(measured.Observe("kafka.sli.internal.errors")).Value);
        Assert.Equal(2, log.Lines.Count);
        Assert.All(log.Lines, line => Assert.Contains("the application's call is not affected", line, StringComparison.Ordinal));
    }
}
