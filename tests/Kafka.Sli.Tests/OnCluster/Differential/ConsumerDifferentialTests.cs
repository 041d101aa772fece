using System.Diagnostics.CodeAnalysis;
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
    private ConsumerRun _raw;
    private ConsumerRun _wrapped;
    private ConsumerRun _built;

    public ConsumerDifferentialTests() => Start();

    public void Dispose()
    {
        End();
        _given.Dispose();
    }

    [Fact]
    public void The_same_calls_have_the_same_results_exceptions_and_offsets()
    {
        ConsumerStep.Any.Array[StepsOfAScript].Sample(
            steps =>
            {
                try
                {
                    var (expected, wrapped, built) = (_raw.Make(steps), _wrapped.Make(steps), _built.Make(steps));
                    Differences.AssertNone(expected, wrapped);
                    Differences.AssertNone(expected, built);
                }
                catch
                {
                    // What is tried for a shorter script must not differ by what this one left behind.
                    End();
                    Start();
                    throw;
                }
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

    [MemberNotNull(nameof(_raw), nameof(_wrapped), nameof(_built))]
    private void Start()
    {
        _raw = new ConsumerRun(config => new ConsumerBuilder<string, string>(config), consumer => consumer);
        _wrapped = new ConsumerRun(config => new ConsumerBuilder<string, string>(config), consumer => consumer.WithSli(_given.Sli));
        _built = new ConsumerRun(config => new SliConsumerBuilder<string, string>(config, _given.Sli), consumer => consumer);
    }

    private void End()
    {
        _raw.Dispose();
        _wrapped.Dispose();
        _built.Dispose();
    }
}
