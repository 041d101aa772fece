using Confluent.Kafka;
using CsCheck;

namespace Kafka.Sli.Tests.OnCluster.Differential;

/// <summary>
/// A script of random calls, made to a raw consumer, to a wrapped one and to one that Kafka.Sli built, each on a cluster of its own: an
/// application cannot tell them apart.
/// </summary>
public sealed class ConsumerDifferentialTests : IDisposable
{
    private const int Scripts = 120;
    private const int StepsOfAScript = 30;

    private readonly Given _given = new(o => o.TimeProvider = TimeProvider.System);
    private readonly ConsumerRun _raw;
    private readonly ConsumerRun _wrapped;
    private readonly ConsumerRun _built;

    public ConsumerDifferentialTests()
    {
        _raw = new ConsumerRun(config => new ConsumerBuilder<string, string>(config), consumer => consumer);
        _wrapped = new ConsumerRun(config => new ConsumerBuilder<string, string>(config), consumer => consumer.WithSli(_given.Sli));
        _built = new ConsumerRun(config => new SliConsumerBuilder<string, string>(config, _given.Sli), consumer => consumer);
    }

    public void Dispose()
    {
        _raw.Dispose();
        _wrapped.Dispose();
        _built.Dispose();
        _given.Dispose();
    }

    [Fact]
    public void The_same_calls_have_the_same_results_exceptions_and_offsets()
    {
        ConsumerStep.Any.Array[StepsOfAScript].Sample(
            steps =>
            {
                // All three are at the same offsets afterwards, whatever is found.
                var (expected, wrapped, built) = (_raw.Make(steps), _wrapped.Make(steps), _built.Make(steps));
                Differences.AssertNone(expected, wrapped);
                Differences.AssertNone(expected, built);
            },
            iter: Scripts,
            threads: 1);

        Assert.True(_raw.Steps >= Scripts * StepsOfAScript);
        Assert.True(_raw.Read > Scripts);
        var closed = _raw.Close();
        Assert.Equal(closed, _wrapped.Close());
        Assert.Equal(closed, _built.Close());
        Assert.NotEmpty(_given.Measured.Deliveries);
        Assert.Equal(0, Assert.Single(_given.Measured.Observe("kafka.sli.internal.errors")).Value);
    }
}
