namespace Kafka.Sli.Lab.External;

/// <summary><c>check</c> asks the Java client itself what it takes.</summary>
public sealed class JavaTrialTests : IDisposable
{
    private readonly string _plan = Path.GetTempFileName();

    public void Dispose() => File.Delete(_plan);

    [Fact]
    public async Task What_is_wrong_with_a_property_is_told_with_its_place_and_what_would_be_right()
    {
        var errors = await CheckAsync(2, """
            clusters: { main: { bootstrap.servers: '127.0.0.1:9092' } }
            profiles:
              a: { client: java, producer: { lingre.ms: 5 } }
            """);
        Assert.Equal($"{_plan}:3:3: profiles.a: main/a/default: configure: producer: 'lingre.ms' is no property of Kafka's Java client; did you mean 'linger.ms'?", Assert.Single(errors, e => e.Contains("lingre", StringComparison.Ordinal)));

        errors = await CheckAsync(2, """
            clusters: { main: { bootstrap.servers: '127.0.0.1:9092' } }
            profiles:
              a: { client: java, producer: { acks: maybe } }
              b: { client: java, consumer: { max.poll.records: many } }
              c: { client: java, producer: { acks: 1, enable.idempotence: true } }
              d: { client: java, producer: { interceptor.classes: no.such.Interceptor, its.own.property: 1 } }
            """);
        Assert.Equal(
            [
                $"{_plan}:3:3: profiles.a: main/a/default: configure: producer: Invalid value maybe for configuration acks: String must be one of: all, -1, 0, 1",
                $"{_plan}:4:3: profiles.b: main/b/default: configure: consumer: Invalid value many for configuration max.poll.records: Not a number of type INT",
                $"{_plan}:5:3: profiles.c: main/c/default: configure: producer: Must set acks to all in order to use the idempotent producer. Otherwise we cannot guarantee idempotence.",
            ],
            errors[..3]);
        Assert.Contains("no.such.Interceptor", errors[3], StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_it_takes_is_right_though_no_broker_is_there()
    {
        Assert.Empty(await CheckAsync(0, """
            clusters: { main: { bootstrap.servers: 'no-such-host:9092', security.protocol: SASL_PLAINTEXT, sasl.mechanism: SCRAM-SHA-512, sasl.username: probe, sasl.password: 's"e\\cret' } }
            profiles:
              a: { client: java, transaction.every: 100ms, static.membership: true, producer: { max.block.ms: 5000, compression.type: zstd }, consumer: { group.protocol: consumer } }
            """));
    }

    private async Task<string[]> CheckAsync(int exitCode, string plan)
    {
        Assert.SkipWhen(ObservedLibs.WhyNot is not null, ObservedLibs.WhyNot ?? "");
        await File.WriteAllTextAsync(_plan, plan, TestContext.Current.CancellationToken);
        var (code, _, errors) = await ProbeProcess.RunAsync("check", _plan);
        Assert.True(exitCode == code, errors);
        return errors.Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }
}
