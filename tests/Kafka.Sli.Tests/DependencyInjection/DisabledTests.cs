using Confluent.Kafka;
using Kafka.Sli.Consuming;
using Kafka.Sli.Producing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Kafka.Sli.Tests.DependencyInjection;

[Collection(nameof(DisabledTests))]
[CollectionDefinition(nameof(DisabledTests), DisableParallelization = true)]
public sealed class DisabledTests : IDisposable
{
    private readonly StubProducer<string, string> _stub = new();

    public void Dispose() => Environment.SetEnvironmentVariable("KAFKA_SLI_DISABLED", null);

    [Theory]
    [InlineData("true")]
    [InlineData("TRUE")]
    [InlineData("1")]
    public void The_switch_leaves_everything_undecorated(string value)
    {
        Environment.SetEnvironmentVariable("KAFKA_SLI_DISABLED", value);
        var builder = Host.CreateApplicationBuilder();
        builder.Services.AddSingleton<IProducer<string, string>>(_stub);
        builder.AddKafkaSli();
        builder.Services.AddKafkaSli();
        builder.Services.AddKeyedKafkaSliProducer<string, string>("built");
        using var host = builder.Build();

        Assert.Same(_stub, host.Services.GetRequiredService<IProducer<string, string>>());
        using var sli = KafkaSli.Create();
        Assert.True(sli.IsDisabled);
        Assert.Same(_stub, _stub.WithSli(sli));
        Assert.IsNotType<SliProducer<string, string>>(host.Services.GetRequiredKeyedService<IProducer<string, string>>("built"));
        using var built = new SliConsumerBuilder<string, string>(new ConsumerConfig { GroupId = "g" }, sli).Build();
        Assert.IsNotType<SliConsumer<string, string>>(built);
        Assert.True(host.Services.GetRequiredService<KafkaSli>().IsDisabled);
    }

    [Theory]
    [InlineData("false")]
    [InlineData("")]
    [InlineData("0")]
    public void Any_other_value_leaves_it_on(string value)
    {
        Environment.SetEnvironmentVariable("KAFKA_SLI_DISABLED", value);
        using var sli = KafkaSli.Create();

        Assert.False(sli.IsDisabled);
        Assert.NotSame(_stub, _stub.WithSli(sli));
    }
}
