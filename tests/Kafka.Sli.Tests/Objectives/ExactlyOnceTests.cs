using CsCheck;

namespace Kafka.Sli.Tests.Objectives;

/// <summary>good + bad + excluded + (in flight and not late) = begun, for each objective, whoever ends an event when.</summary>
public sealed class ExactlyOnceTests
{
    [Fact]
    public void Whatever_threads_do_at_once() => Gen.Int[0, int.MaxValue].Sample(
        static seed =>
        {
            using var run = new ExactlyOnceRun(seed);
            for (var round = 0; round < 3; round++)
            {
                run.Work(round);
                run.HoldsNow();
            }

            run.EndsWhileReportsComeIn();
            run.HoldsNow();
        },
        iter: 50,
        threads: 1);
}
