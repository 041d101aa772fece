using Confluent.Kafka;
using CsCheck;
using Kafka.Sli.Producing;

namespace Kafka.Sli.Tests.Objectives;

/// <summary>Whatever happens when, each event gets the verdict that the rule gives it, and one alone.</summary>
public sealed class StallPropertyTests
{
    private static readonly double[] Thresholds = [0.3, 1, 4];

    private static readonly Gen<(double Gap, double Stall, double Lasts, double Ago, bool Fails)[]> Steps = Gen.Select(
        Gen.OneOf(Gen.Double[0, 0.2], Gen.Double[0, 3]),
        Gen.OneOf(Gen.Const(0.0), Gen.Double[0, 0.5], Gen.Double[0, 6]),
        Gen.OneOf(Gen.Double[0, 0.5], Gen.Double[0, 8]),
        Gen.OneOf(Gen.Const(0.0), Gen.Double[0, 2]),
        Gen.Int[0, 9].Select(i => i == 0)).Array[1, 40];

    [Fact]
    public void It_agrees_with_the_rule_told_plainly() => Steps.Sample(
        static steps =>
        {
            var stalls = new KnownStalls();
            using var given = new Given(o => o.Stalls = stalls, [.. Thresholds.Select(t => $"produce: 99% < {t}s as {t}s")]);
            var handlers = new Queue<Action<DeliveryReport<string, string>>>();
            using var producer = (SliProducer<string, string>)new StubProducer<string, string> { OnProduce = (_, handler) => handlers.Enqueue(handler!) }.WithSli(given.Sli);
            var open = new List<(long Start, long Begun, long Due, bool Fails, Action<DeliveryReport<string, string>> Report)>();
            var expected = new Dictionary<(double Threshold, string Verdict), long>();

            foreach (var (gap, stall, lasts, ago, fails) in steps)
            {
                var start = given.Time.GetTimestamp() - Ticks(ago);
                producer.Produce(new TopicPartition("orders", 0), new Message<string, string>(), _ => { }, start);
                open.Add((start, given.Time.GetTimestamp(), given.Time.GetTimestamp() + Ticks(lasts), fails, handlers.Dequeue()));

                // Nothing of this process moves while it stands still.
                stalls.Add(given.Time, stall);
                given.Passes(stall);
                EndWhatIsDue();
                PassWatched(gap);
                EndWhatIsDue();
                HoldsNow();
            }

            PassWatched(10);
            EndWhatIsDue();
            Assert.Empty(open);
            HoldsNow();

            void PassWatched(double seconds)
            {
                // Deadlines are looked at all the time, so that what is counted in flight too early is found.
                for (; seconds > 0; seconds -= 0.05)
                {
                    given.Passes(Math.Min(0.05, seconds));
                }
            }

            void EndWhatIsDue()
            {
                var now = given.Time.GetTimestamp();
                foreach (var end in open.Where(e => e.Due <= now).ToArray())
                {
                    open.Remove(end);
                    end.Report(end.Fails ? Reports.Error(new Message<string, string>(), ErrorCode.Local_MsgTimedOut) : Reports.Ok(new Message<string, string>()));
                    foreach (var threshold in Thresholds)
                    {
                        var seconds = Seconds(now - end.Start);
                        var verdict = end.Fails ? "bad"
                            : seconds <= threshold ? "good"
                            : seconds - stalls.Overlap(end.Start, now).TotalSeconds <= threshold ? "excluded"
                            : "bad";
                        expected[(threshold, verdict)] = expected.GetValueOrDefault((threshold, verdict)) + 1;
                    }
                }
            }

            void HoldsNow()
            {
                var now = given.Time.GetTimestamp();
                foreach (var threshold in Thresholds)
                {
                    var (good, bad, excluded) = given.Measured.Events($"{threshold}s");
                    var late = producer.InFlight.Entries.Count(e => e.Judged > Array.IndexOf(Thresholds, threshold));
                    var ended = (expected.GetValueOrDefault((threshold, "good")), expected.GetValueOrDefault((threshold, "bad")) + late, expected.GetValueOrDefault((threshold, "excluded")));
                    Assert.Equal((threshold, ended), (threshold, (good, bad, excluded)));
                    Assert.Equal(excluded, given.Measured.Observe("kafka.sli.stalled.events").Where(m => m["kafka.sli.objective"] == $"{threshold}s").Sum(m => (long)m.Value));

                    // What is in flight is counted by its deadline, and a look and a slice of time later at the latest.
                    var lasted = open.Select(e => (Since: Seconds(now - e.Begun), Seconds: Seconds(now - e.Start) - stalls.Overlap(e.Start, now).TotalSeconds)).ToArray();
                    Assert.InRange(late, lasted.Count(l => l.Seconds > threshold + 0.11 && l.Since > 0.11), lasted.Count(l => l.Seconds > threshold));
                }
            }
        },
        iter: 200,
        threads: 1);

    private static long Ticks(double seconds) => TimeSpan.FromSeconds(seconds).Ticks;

    /// <summary>As the library's clock tells them: a division would differ in the last place, and so on the threshold itself.</summary>
    private static double Seconds(long ticks) => ticks * (1.0 / TimeSpan.TicksPerSecond);
}
