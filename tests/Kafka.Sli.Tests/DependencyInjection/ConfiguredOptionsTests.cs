using System.Reflection;
using System.Text;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Kafka.Sli.Tests.DependencyInjection;

public sealed class ConfiguredOptionsTests
{
    [Fact]
    public void Objectives_are_lines_or_sections_and_those_of_the_code_come_after_them()
    {
        var options = Options(
            """
            { "Kafka": { "Sli": { "Objectives": [
              "produce of orders-*: 99.999% < 5s",
              { "Sli": "delivery", "Target": "99.5%", "Threshold": "40ms", "Window": "7d", "Destinations": ["a", "b-*"], "Client": "checkout", "Name": "fresh" },
              { "sli": "produce", "target": "90%", "threshold": "1m", "destinations": "c, d" }
            ] } } }
            """,
            sli => sli.Objectives.Add("transaction: 99% < 1s"));

        Assert.Equal(
            [
                "produce of orders-*: 99.999% < 5s",
                "delivery of a,b-* by checkout: 99.5% < 40ms over 7d as fresh",
                "produce of c,d: 90% < 1m",
                "transaction: 99% < 1s",
            ],
            options.Objectives.Select(o => o.ToString()));
    }

    [Fact]
    public void One_text_is_one_objective() =>
        Assert.Equal("delivery: 99% < 1s", Assert.Single(Options("""{ "Kafka": { "Sli": { "Objectives": "delivery: 99% < 1s" } } }""").Objectives).ToString());

    [Theory]
    [InlineData("\"Objectives\": []")]
    [InlineData("\"Objectives\": \"\"")]
    [InlineData("\"Objectives\": null")]
    [InlineData("\"Objectives\": {}")]
    [InlineData("\"Objectives\": [null]")]
    [InlineData("\"ErrorBudgetFolder\": null, \"ConsumerGroup\": null, \"WarmUp\": null, \"DestinationLimit\": null")]
    public void What_is_given_as_nothing_is_not_given(string json)
    {
        var options = Options($$"""{ "Kafka": { "Sli": { {{json}} } } }""");

        Assert.Empty(options.Faults());
        Assert.Empty(options.Objectives);
        Assert.Equal((null, null), (options.ErrorBudgetFolder, options.ConsumerGroup));
    }

    [Fact]
    public void The_example_of_the_contract_is_right()
    {
        var contract = File.ReadAllText(Repository.File("docs", "sli-contract.md"));
        var example = contract.Split("```json")[1].Split("```")[0];

        Assert.Equal(["produce of orders-*: 99.999% < 5s", "delivery: 99% < 40ms over 7d"], Options(example).Objectives.Select(o => o.ToString()));
    }

    [Fact]
    public void Each_option_that_text_can_give_can_be_configured()
    {
        var options = Options(
            """
            { "Kafka": { "Sli": {
              "ErrorBudgetFolder": "/var/lib/budget", "SentStamp": "false", "TopicsWithoutStamp": ["raw"], "MeasureProduceWithoutHandler": false, "Backlog": "include",
              "JudgeMessageTimestamp": true, "DestinationLimit": 12, "ConsumerGroup": "billing", "Conventions": true, "Traces": true, "ProcessSpans": true, "WarmUp": "1.5s",
              "Producers": { "orders": { "acks": "all" } }
            } } }
            """);

        var defaults = new KafkaSliOptions();
        var untouched = typeof(KafkaSliOptions).GetProperties(BindingFlags.Public | BindingFlags.Instance)
            .Where(p => p.CanWrite && Equals(p.GetValue(options), p.GetValue(defaults)))
            .Select(p => p.Name);
        Assert.Equal([nameof(KafkaSliOptions.ErrorBudgetStore), nameof(KafkaSliOptions.Stalls), nameof(KafkaSliOptions.TimeProvider)], untouched.Order());
        Assert.Equal(["raw"], options.TopicsWithoutStamp);
    }

    [Theory]
    [InlineData("\"Objectives\": [\"produce: 99% < 5s\", \"latency: 99% < 1s\"]", "Kafka:Sli:Objectives:1: 'latency' at position 1 of 'latency: 99% < 1s' is no SLI; it is one of produce, transaction, delivery, offset_commit, assignment")]
    [InlineData("\"Objectives\": [\"produce: 100% < 5s\"]", "Kafka:Sli:Objectives:0: objective 'produce-5s': target 100% must be more than 0% and less than 100%, for a target of 100% leaves no error budget")]
    [InlineData("\"Objectives\": [\"produce: 99% < 0s\"]", "Kafka:Sli:Objectives:0: objective 'produce-0s': threshold 0s must be more than 0")]
    [InlineData("\"Objectives\": [\"produce: 99% < 5s\", \"produce: 98% < 5s\"]", "Objectives: the name 'produce-5s' is given to 2 of them; give each its own, like 'produce-5s-2'")]
    [InlineData("\"Objectives\": [{ \"Sli\": \"produce\", \"Target\": \"99%\" }]", "Kafka:Sli:Objectives:0:Threshold: is missing")]
    [InlineData("\"Objectives\": [{ \"Sli\": \"latency\", \"Target\": \"99%\", \"Threshold\": \"1s\" }]", "Kafka:Sli:Objectives:0:Sli: 'latency' is no SLI; it is one of produce, transaction, delivery, offset_commit, assignment")]
    [InlineData("\"Objectives\": [{ \"Sli\": \"produce\", \"Target\": 0.99, \"Threshold\": \"1s\" }]", "Kafka:Sli:Objectives:0:Target: '0.99' is no number of percent; write it like 99.9%")]
    [InlineData("\"Objectives\": [{ \"Sli\": \"produce\", \"Target\": \"99%\", \"Threshold\": \"1sec\" }]", "Kafka:Sli:Objectives:0:Threshold: '1sec' is no duration; write it like 40ms, 1.5s or 2m")]
    [InlineData("\"Objectives\": [{ \"Sli\": \"produce\", \"Target\": \"99%\", \"Threshold\": \"1s\", \"Window\": \"long\" }]", "Kafka:Sli:Objectives:0:Window: 'long' is no duration; write it like 1h or 30d")]
    [InlineData("\"Objectives\": [{ \"Sli\": \"produce\", \"Goal\": \"99%\", \"Threshold\": \"1s\" }]", "Kafka:Sli:Objectives:0:Goal: an objective has no such part; it has Name, Sli, Destinations, Client, Threshold, Target, Window")]
    [InlineData("\"Objectives\": [{ \"Sli\": \"produce\", \"Target\": \"99%\", \"Threshold\": \"1s\", \"Name\": \"a\", \"Client\": \"\" }]", "Kafka:Sli:Objectives:0: objective 'a': client must not be empty; leave it out for all clients")]
    [InlineData("\"Objectives\": [{ \"Sli\": \"produce\", \"Target\": \"99%\", \"Threshold\": \"1s\", \"Name\": \"a\", \"Destinations\": [\"\"] }]", "Kafka:Sli:Objectives:0: objective 'a': a topic must not be empty; leave them out for all topics")]
    [InlineData("\"Objectivs\": [\"produce: 99% < 5s\"]", "Kafka:Sli:Objectivs: there is no such option; there are Objectives, ErrorBudgetFolder, SentStamp")]
    [InlineData("\"SentStamp\": \"yes\"", "Kafka:Sli:SentStamp: 'yes' is neither true nor false")]
    [InlineData("\"Backlog\": \"2\"", "Kafka:Sli:Backlog: '2' is none of Exclude, Include")]
    [InlineData("\"DestinationLimit\": \"many\"", "Kafka:Sli:DestinationLimit: 'many' is no number of one or more digits")]
    [InlineData("\"DestinationLimit\": \"0\"", "DestinationLimit: 0 must be more than 0")]
    [InlineData("\"WarmUp\": \"00:00:10\"", "Kafka:Sli:WarmUp: '00:00:10' is no duration; write it like 500ms or 10s")]
    [InlineData("\"ErrorBudgetFolder\": \" \"", "ErrorBudgetFolder: must not be empty; leave it out to keep error budgets in memory")]
    [InlineData("\"ConsumerGroup\": { \"a\": \"b\" }", "Kafka:Sli:ConsumerGroup: is a section or a list; give it one value, as text")]
    public async Task What_is_wrong_stops_the_host_at_start_with_its_place(string json, string error)
    {
        var builder = Host.CreateApplicationBuilder();
        builder.Logging.ClearProviders();
        builder.Configuration.AddJsonStream(new MemoryStream(Encoding.UTF8.GetBytes($$$"""{ "Kafka": { "Sli": { {{{json}}} } } }""")));
        builder.AddKafkaSli();
        using var host = builder.Build();

        var refused = await Assert.ThrowsAsync<OptionsValidationException>(() => host.StartAsync(TestContext.Current.CancellationToken));

        Assert.StartsWith(error, Assert.Single(refused.Failures), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_objective_whose_alert_cannot_fire_is_named_at_start()
    {
        var log = new LoggedLines();
        var builder = Host.CreateApplicationBuilder();
        builder.Logging.ClearProviders().AddProvider(log);
        builder.AddKafkaSli(sli => sli.Objectives.Add("produce: 90% < 1s as loose"));
        using var host = builder.Build();

        await host.StartAsync(TestContext.Current.CancellationToken);

        Assert.Single(log.Lines, line => line.StartsWith("Kafka.Sli: the objective 'loose' can never fire its alert over 1h", StringComparison.Ordinal));
    }

    private static KafkaSliOptions Options(string json, Action<KafkaSliOptions>? configure = null)
    {
        using var services = new ServiceCollection()
            .AddSingleton<IConfiguration>(new ConfigurationBuilder().AddJsonStream(new MemoryStream(Encoding.UTF8.GetBytes(json))).Build())
            .AddKafkaSli(configure)
            .BuildServiceProvider();
        return services.GetRequiredService<IOptions<KafkaSliOptions>>().Value;
    }
}
