using Confluent.Kafka;
using Kafka.Sli.Consuming;
using Kafka.Sli.Producing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Kafka.Sli.Tests.DependencyInjection;

public sealed class ClientRegistrationTests
{
    private readonly ServiceCollection _services = new();
    private readonly Dictionary<string, string?> _configuration = [];

    [Fact]
    public void A_producer_is_built_of_its_section_in_the_names_of_librdkafka_and_of_Confluent()
    {
        _configuration["Kafka:Sli:Producers:checkout:client.id"] = "from-section";
        _configuration["Kafka:Sli:Producers:checkout:partitioner"] = "murmur2_random";
        _configuration["Kafka:Sli:Producers:checkout:Acks"] = "None";
        _configuration["Kafka:Sli:Producers:checkout:EnableIdempotence"] = "false";
        ProducerConfig? read = null;
        _services.AddKafkaSliProducer<string, string>("checkout", (_, config) => read = new ProducerConfig(config.ToDictionary(p => p.Key, p => p.Value)));

        using var provider = Provider();
        var producer = provider.GetRequiredService<IProducer<string, string>>();

        Assert.IsType<SliProducer<string, string>>(producer);
        Assert.StartsWith("from-section#producer", producer.Name, StringComparison.Ordinal);
        Assert.Equal(Acks.None, read!.Acks);
        Assert.Equal("murmur2_random", read.Get("partitioner"));
        Assert.Same(producer, provider.GetRequiredService<IProducer<string, string>>());
    }

    [Fact]
    public void A_consumer_is_built_of_its_section_and_knows_its_group()
    {
        _configuration["Kafka:Sli:Consumer:group.id"] = "billing";
        _services.AddKafkaSli().AddKafkaSliConsumer<string, string>(configure: (_, config) => config.ClientId = "set-in-code");

        using var provider = Provider();
        var consumer = provider.GetRequiredService<IConsumer<string, string>>();

        Assert.IsType<SliConsumer<string, string>>(consumer);
        Assert.StartsWith("set-in-code#consumer", consumer.Name, StringComparison.Ordinal);
    }

    [Fact]
    public void Keyed_clients_have_a_section_and_a_name_of_their_own()
    {
        _configuration["Kafka:Sli:Producers:a:client.id"] = "of-a";
        _configuration["Kafka:Sli:Producers:b:client.id"] = "of-b";
        _configuration["Kafka:Sli:Consumers:a:group.id"] = "g";
        _services
            .AddKeyedKafkaSliProducer<string, string>("a")
            .AddKeyedKafkaSliProducer<string, string>("b")
            .AddKeyedKafkaSliConsumer<string, string>("a");

        using var provider = Provider();
        using var measured = new Measurements(provider.GetRequiredService<KafkaSli>());

        Assert.StartsWith("of-a#", provider.GetRequiredKeyedService<IProducer<string, string>>("a").Name, StringComparison.Ordinal);
        Assert.StartsWith("of-b#", provider.GetRequiredKeyedService<IProducer<string, string>>("b").Name, StringComparison.Ordinal);
        Assert.IsType<SliConsumer<string, string>>(provider.GetRequiredKeyedService<IConsumer<string, string>>("a"));
        Assert.Equal(["a", "b"], measured.Observe("kafka.sli.produce.in_flight").Select(m => m["kafka.sli.client"]).Order());
    }

    [Fact]
    public void Handlers_and_serializers_are_set_on_the_builder()
    {
        var built = new List<string>();
        _services.AddSingleton("a-service-of-the-application");
        _services.AddKafkaSliProducer<Uri, string>(build: (services, builder) =>
        {
            builder.SetKeySerializer(new UriSerializer());
            built.Add(services.GetRequiredService<string>());
        });

        using var provider = Provider();

        Assert.NotNull(provider.GetRequiredService<IProducer<Uri, string>>());
        Assert.Equal(["a-service-of-the-application"], built);
    }

    [Theory]
    [InlineData("bootstrap.server", "a:9092", "Kafka:Sli:Producers:checkout: No such configuration property: \"bootstrap.server\"")]
    [InlineData("linger.ms", "soon", "Kafka:Sli:Producers:checkout: Invalid value")]
    [InlineData("Linger", "5", "Kafka:Sli:Producers:checkout:Linger: ProducerConfig has no property of this name; write it as librdkafka does")]
    [InlineData("LingerMs", "soon", "'soon' at 'Kafka:Sli:Producers:checkout:LingerMs'")]
    [InlineData("LingerMs", "", "Kafka:Sli:Producers:checkout:LingerMs: '' is no Double")]
    [InlineData("BootstrapServers:0", "a:9092", "Kafka:Sli:Producers:checkout:BootstrapServers: is a section or a list; give it one value")]
    [InlineData("bootstrap.servers:0", "a:9092", "Kafka:Sli:Producers:checkout:bootstrap.servers: is a section or a list; give it one value")]
    public void A_wrong_property_is_told_with_its_place_and_value(string key, string value, string told)
    {
        _configuration[$"Kafka:Sli:Producers:checkout:{key}"] = value;
        _services.AddKafkaSliProducer<string, string>("checkout");

        using var provider = Provider();
        var refusal = Assert.Throws<InvalidOperationException>(() => provider.GetRequiredService<IProducer<string, string>>());

        Assert.Contains(told, refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("order", "bootstrap.servers", "127.0.0.1:9", 1)]
    [InlineData("orders", "bootstrap.servers", "127.0.0.1:9", 0)]
    [InlineData("orders", "BootstrapServers", "127.0.0.1:9", 0)]
    [InlineData("orders", "test.mock.num.brokers", "1", 0)]
    public void A_client_whose_section_gives_no_broker_is_named_by_a_warning(string section, string key, string value, int warnings)
    {
        var log = new LoggedLines();
        _services.AddLogging(logging => logging.AddProvider(log));
        _configuration[$"Kafka:Sli:Producers:{section}:{key}"] = value;
        _services.AddKeyedKafkaSliProducer<string, string>("orders");

        using var provider = Provider();
        Assert.NotNull(provider.GetRequiredKeyedService<IProducer<string, string>>("orders"));

        Assert.Equal(warnings, log.Lines.Count(l => l == "Kafka:Sli:Producers:orders: bootstrap.servers is missing, so that this client reaches no broker; give it there, like kafka-1:9092"));
    }

    [Fact]
    public async Task A_log_provider_can_be_made_of_a_client_whose_section_gives_no_broker()
    {
        var made = 0;
        var log = new LoggedLines();
        _services.AddLogging().AddKafkaSliProducer<string, string>();
        _services.AddSingleton<ILoggerProvider>(services =>
        {
            Assert.Equal(1, Interlocked.Increment(ref made));
            _ = services.GetRequiredService<IProducer<string, string>>();
            return log;
        });
        using var provider = Provider();

        var factory = Task.Run(provider.GetRequiredService<ILoggerFactory>, TestContext.Current.CancellationToken);

        Assert.NotNull(await factory.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken));
    }

    [Fact]
    public void A_property_that_is_taken_back_with_null_is_not_given()
    {
        _configuration["Kafka:Sli:Producer:LingerMs"] = null;
        _configuration["Kafka:Sli:Producer:client.id"] = null;
        _services.AddKafkaSliProducer<string, string>();

        using var provider = Provider();

        Assert.NotNull(provider.GetRequiredService<IProducer<string, string>>());
    }

    [Fact]
    public void A_secret_under_a_mistyped_name_is_not_told()
    {
        _configuration["Kafka:Sli:Producer:SaslPasword"] = "hunter2";
        _services.AddKafkaSliProducer<string, string>();

        using var provider = Provider();
        var refusal = Assert.Throws<InvalidOperationException>(() => provider.GetRequiredService<IProducer<string, string>>());

        Assert.Contains("SaslPasword", refusal.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", refusal.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task They_are_not_decorated_twice_nor_named_as_unmeasured()
    {
        var log = new LoggedLines();
        var builder = Host.CreateApplicationBuilder();
        builder.Logging.ClearProviders().AddProvider(log);
        builder.Services.AddKafkaSliProducer<string, string>();
        builder.AddKafkaSli();
        builder.Services.AddKafkaSliProducer<string, int>();

        using var host = builder.Build();
        await host.StartAsync(TestContext.Current.CancellationToken);

        Assert.NotNull(host.Services.GetRequiredService<IProducer<string, string>>());
        Assert.DoesNotContain(log.Lines, line => line.Contains("does not measure", StringComparison.Ordinal));
        await host.StopAsync(TestContext.Current.CancellationToken);
    }

    private ServiceProvider Provider()
    {
        _services.AddSingleton<IConfiguration>(new ConfigurationBuilder().AddInMemoryCollection(_configuration).Build());
        return _services.BuildServiceProvider(new ServiceProviderOptions { ValidateOnBuild = true, ValidateScopes = true });
    }

    private sealed class UriSerializer : ISerializer<Uri>
    {
        public byte[] Serialize(Uri data, SerializationContext context) => [];
    }
}
