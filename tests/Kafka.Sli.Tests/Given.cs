using Microsoft.Extensions.Time.Testing;

namespace Kafka.Sli.Tests;

/// <summary>A <see cref="KafkaSli"/> on a clock of the test's own, and what it reports.</summary>
internal sealed class Given : IDisposable
{
    public Given(params string[] objectives)
        : this(_ => { }, objectives)
    {
    }

    public Given(Action<KafkaSliOptions> configure, params string[] objectives)
    {
        var options = new KafkaSliOptions { TimeProvider = Time };
        foreach (var objective in objectives)
        {
            options.Objectives.Add(objective);
        }

        configure(options);
        Sli = KafkaSli.Create(options);
        Measured = new Measurements(Sli);
    }

    public FakeTimeProvider Time { get; } = new(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));

    public KafkaSli Sli { get; }

    public Measurements Measured { get; }

    public void Passes(double seconds) => Time.Advance(TimeSpan.FromSeconds(seconds));

    public void Dispose()
    {
        Measured.Dispose();
        Sli.Dispose();
    }
}
