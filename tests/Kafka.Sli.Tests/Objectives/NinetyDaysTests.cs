using Confluent.Kafka;
using Microsoft.Extensions.Time.Testing;

namespace Kafka.Sli.Tests.Objectives;

[Collection(nameof(Alone))]
public sealed class NinetyDaysTests
{
    private const int MinutesOfDay = 24 * 60;

    private readonly FakeTimeProvider _time = new();
    private readonly Queue<Action> _open = new();

    [Fact]
    public void Windows_and_register_need_no_more_memory_after_90_days_than_after_10()
    {
        var options = new KafkaSliOptions { TimeProvider = _time };
        options.Objectives.Add("produce: 99% < 1s");
        options.Objectives.Add("produce: 99.9% < 10m over 90d");
        using var sli = KafkaSli.Create(options);
        using var producer = new StubProducer { OnProduce = (message, handler) => _open.Enqueue(() => handler!(Reports.Ok(message))) }.WithSli(sli);
        Send(producer);
        _open.Dequeue();

        Pass(10, producer);
        var after10 = GC.GetTotalMemory(forceFullCollection: true);
        Pass(80, producer);
        var after90 = GC.GetTotalMemory(forceFullCollection: true);

        // What 115,000 more messages would leave behind is more than that, at two bytes each.
        Assert.InRange(after90 - after10, long.MinValue, 200_000);
        Assert.Equal(90 * MinutesOfDay + 1, sli.Objectives[0].Bad + sli.Objectives[0].Good);
        Assert.Equal(1, sli.Objectives[1].Bad);
    }

    /// <summary>One message a minute, of which each takes five minutes, over a first one that never ends.</summary>
    private void Pass(int days, IProducer<string, string> producer)
    {
        for (var minute = 0; minute < days * MinutesOfDay; minute++)
        {
            Send(producer);
            _time.Advance(TimeSpan.FromMinutes(1));
            if (_open.Count > 4)
            {
                _open.Dequeue()();
            }
        }
    }

    private static void Send(IProducer<string, string> producer) => producer.Produce("orders", new Message<string, string>(), _ => { });

    private sealed class StubProducer : StubProducer<string, string>, IProducer<string, string>
    {
        /// <summary>Without the list of calls that other tests look at.</summary>
        void IProducer<string, string>.Produce(string topic, Message<string, string> message, Action<DeliveryReport<string, string>>? deliveryHandler) =>
            OnProduce(message, deliveryHandler);
    }
}
