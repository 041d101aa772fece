using Confluent.Kafka;
using Kafka.Sli.Producing;

namespace Kafka.Sli.Tests.Objectives;

/// <summary>Threads that produce, end, refuse, turn away, cancel and retry messages, and let time pass, over an inner producer that keeps what it is given.</summary>
internal sealed class ExactlyOnceRun : IDisposable
{
    private const int Threads = 4;
    private const int StepsOfThread = 300;

    private static readonly Dictionary<string, string[]> ObjectivesOf = new()
    {
        ["a"] = ["fast", "some", "slow"],
        ["b"] = ["fast", "slow"],
    };

    private readonly int _seed;
    private readonly Given _given = new("produce: 99% < 1s as slow", "produce of a: 99% < 300ms as some", "produce: 99% < 50ms as fast");
    private readonly Scripted _inner = new();
    private readonly SliProducer<string, string> _producer;
    private readonly Pile<CancellationTokenSource> _cancellations = new();
    private readonly Pile<(string Topic, Message<string, string> Message)> _turnedAway = new();
    private readonly CountByTopic _first = new();
    private readonly CountByTopic _refusedForSpace = new();
    private readonly CountByTopic _retried = new();

    public ExactlyOnceRun(int seed)
    {
        _seed = seed;
        _producer = (SliProducer<string, string>)_inner.WithSli(_given.Sli);
    }

    public void Work(int round) => Parallel.For(
        0, Threads, new ParallelOptions { MaxDegreeOfParallelism = Threads }, thread => Work(new Random(_seed + (round * Threads) + thread)));

    /// <summary>Some reports come in meanwhile, and some never.</summary>
    public void EndsWhileReportsComeIn()
    {
        var random = new Random(_seed);
        Parallel.Invoke(
            () =>
            {
                for (var left = random.Next(500); left > 0 && _inner.Open.TakeAny(random) is { } end; left--)
                {
                    end(null);
                }
            },
            _producer.Dispose);
        Assert.Empty(_producer.InFlight.Entries);
    }

    public void HoldsNow()
    {
        var inFlight = _producer.InFlight.Entries.Cast<ProduceOperation<string, string>>().ToArray();
        var gaveUp = _given.Measured.Produces.Where(m => m["error.type"] == "Local_QueueFull").ToLookup(m => m["messaging.destination.name"]);
        foreach (var objective in ObjectivesOf["a"])
        {
            var topics = ObjectivesOf.Where(t => t.Value.Contains(objective)).Select(t => t.Key).ToArray();
            var notLate = inFlight.Count(e => topics.Contains(e.Series.Topic) && Array.IndexOf(ObjectivesOf[e.Series.Topic], objective) >= e.Judged);
            var waiting = inFlight.Where(e => _producer.TurnedAway.Contains(e)).ToLookup(e => e.Series.Topic);

            // A retry begins anew when its first attempt had been given up, and goes on with it otherwise.
            var begun = topics.Sum(t => _first[t] + _retried[t] - (_refusedForSpace[t] - gaveUp[t].Count() - waiting[t].Count()));
            var (good, bad, excluded) = _given.Measured.Events(objective);
            Assert.Equal((objective, begun), (objective, good + bad + excluded + notLate));
        }

        Assert.Equal(0, _given.Sli.Telemetry.Errors.Count);
    }

    public void Dispose()
    {
        _producer.Dispose();
        _given.Dispose();
    }

    private void Work(Random random)
    {
        for (var i = 0; i < StepsOfThread; i++)
        {
            Step(random);
        }
    }

    private void Step(Random random)
    {
        var topic = random.Next(2) == 0 ? "a" : "b";
        switch (random.Next(12))
        {
            case 0:
                First(topic, message => _producer.Produce(topic, message));
                break;
            case 1 or 2:
                First(topic, message => _producer.Produce(topic, message, _ => { }));
                break;
            case 3:
                var start = _given.Time.GetTimestamp() - random.NextInt64(2 * _given.Time.TimestampFrequency);
                First(topic, message => _producer.Produce(new TopicPartition(topic, 0), message, _ => { }, start));
                break;
            case 4:
                var cancellation = new CancellationTokenSource();
                First(topic, message => _ = _producer.ProduceAsync(topic, message, cancellation.Token));
                _cancellations.Add(cancellation);
                break;
            case 5:
                _cancellations.TakeAny(random)?.Cancel();
                break;
            case 6 or 7:
                _inner.Open.TakeAny(random)?.Invoke(null);
                break;
            case 8:
                _inner.Open.TakeAny(random)?.Invoke(random.Next(2) == 0 ? ErrorCode.Local_MsgTimedOut : ErrorCode.Local_PurgeQueue);
                break;
            case 9:
                var refusal = random.Next(2) == 0 ? ErrorCode.Local_InvalidArg : ErrorCode.TopicAuthorizationFailed;
                First(topic, message => Refused(topic, message, refusal));
                break;
            case 10 when random.Next(2) == 0:
                First(topic, message => Refused(topic, message, ErrorCode.Local_QueueFull));
                break;
            case 10 when _turnedAway.TakeAny(random) is { Topic: not null } again:
                _retried.Increment(again.Topic);
                again.Message.Key = null!;
                _producer.Produce(again.Topic, again.Message, _ => { });
                break;
            case 11:
                _given.Passes(random.NextDouble() / 20);
                break;
        }
    }

    private void First(string topic, Action<Message<string, string>> produce)
    {
        _first.Increment(topic);
        produce(new Message<string, string>());
    }

    private void Refused(string topic, Message<string, string> message, ErrorCode code)
    {
        message.Key = code.ToString();
        Assert.Throws<ProduceException<string, string>>(() => _producer.Produce(topic, message, _ => { }));
        if (code == ErrorCode.Local_QueueFull)
        {
            _refusedForSpace.Increment(topic);
            _turnedAway.Add((topic, message));
        }
    }

    private sealed class CountByTopic
    {
        private long _a;
        private long _b;

        public long this[string topic] => Interlocked.Read(ref Of(topic));

        public void Increment(string topic) => Interlocked.Increment(ref Of(topic));

        private ref long Of(string topic)
        {
            if (topic == "a")
            {
                return ref _a;
            }

            return ref _b;
        }
    }

    /// <summary>Things of which any thread may take one.</summary>
    private sealed class Pile<TItem>
    {
        private readonly List<TItem> _items = [];

        public void Add(TItem item)
        {
            lock (_items)
            {
                _items.Add(item);
            }
        }

        public TItem? TakeAny(Random random)
        {
            lock (_items)
            {
                if (_items.Count == 0)
                {
                    return default;
                }

                var index = random.Next(_items.Count);
                var item = _items[index];
                _items.RemoveAt(index);
                return item;
            }
        }
    }

    /// <summary>Refuses a message whose key is the name of an error, and ends any other when it is told to.</summary>
    private sealed class Scripted : StubProducer<string, string>, IProducer<string, string>
    {
        /// <summary>Ends a message, well or with an error.</summary>
        public Pile<Action<ErrorCode?>> Open { get; } = new();

        void IProducer<string, string>.Produce(string topic, Message<string, string> message, Action<DeliveryReport<string, string>>? deliveryHandler) =>
            Keep(message, deliveryHandler!);

        void IProducer<string, string>.Produce(TopicPartition topicPartition, Message<string, string> message, Action<DeliveryReport<string, string>>? deliveryHandler) =>
            Keep(message, deliveryHandler!);

        Task<DeliveryResult<string, string>> IProducer<string, string>.ProduceAsync(string topic, Message<string, string> message, CancellationToken cancellationToken)
        {
            var end = new TaskCompletionSource<DeliveryResult<string, string>>();
            cancellationToken.Register(() => end.TrySetCanceled(cancellationToken));
            Open.Add(code => _ = code is { } error
                ? end.TrySetException(new ProduceException<string, string>(new Error(error), new() { Message = message }))
                : end.TrySetResult(Reports.Ok(message)));
            return end.Task;
        }

        private void Keep(Message<string, string> message, Action<DeliveryReport<string, string>> handler)
        {
            if (Enum.TryParse<ErrorCode>(message.Key, out var refusal))
            {
                throw new ProduceException<string, string>(new Error(refusal), new() { Message = message });
            }

            Open.Add(code => handler(code is { } error ? Reports.Error(message, error) : Reports.Ok(message)));
        }
    }
}
