using System.Diagnostics.CodeAnalysis;
using Confluent.Kafka;
using CsCheck;

namespace Kafka.Sli.Tests.OnCluster.Differential;

/// <summary>
/// A script of random calls, made to a raw producer, to a wrapped one and to one that Kafka.Sli built, each on a cluster of its own: an
/// application can tell them apart by our header alone.
/// </summary>
public sealed class ProducerDifferentialTests : IDisposable
{
    private const int Scripts = 120;
    private const int StepsOfAScript = 30;

    private readonly Given _given = new(o => o.TimeProvider = TimeProvider.System);
    private ProducerRun _raw;
    private ProducerRun _wrapped;
    private ProducerRun _built;

    public ProducerDifferentialTests() => Start();

    public void Dispose()
    {
        End();
        _given.Dispose();
    }

    [Fact]
    public void The_same_calls_have_the_same_results_exceptions_offsets_and_handler_calls()
    {
        ProducerStep.Any.Array[StepsOfAScript].Sample(
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
        Assert.NotEmpty(_raw.Errors);
        Assert.Equal(_raw.Errors, _wrapped.Errors);
        Assert.Equal(_raw.Errors, _built.Errors);
        Assert.NotEmpty(_raw.Log());
        Assert.Equal(_raw.Log(), _wrapped.Log());
        Assert.Equal(_raw.Log(), _built.Log());
        Assert.Equal(0, Assert.Single(_given.Measured.Observe("kafka.sli.internal.errors")).Value);
    }

    [MemberNotNull(nameof(_raw), nameof(_wrapped), nameof(_built))]
    private void Start()
    {
        _raw = new ProducerRun(config => new ProducerBuilder<string, string>(config), producer => producer);
        _wrapped = new ProducerRun(config => new ProducerBuilder<string, string>(config), producer => producer.WithSli(_given.Sli));
        _built = new ProducerRun(config => new SliProducerBuilder<string, string>(config, _given.Sli), producer => producer);
    }

    private void End()
    {
        _raw.Dispose();
        _wrapped.Dispose();
        _built.Dispose();
    }
}
