using System.Diagnostics.Metrics;
using Kafka.Sli.InFlight;
using Kafka.Sli.Objectives;
using Kafka.Sli.Telemetry;

namespace Kafka.Sli.Tests.InFlight;

/// <summary>A register of events that one objective judges, with a threshold of one second.</summary>
internal sealed class RegisterOfOne : IDisposable
{
    private readonly TimeProvider _time;
    private readonly Meter _meter = new("Kafka.Sli.Tests.InFlight");
    private readonly EventSeries _series;

    public RegisterOfOne(TimeProvider time)
    {
        _time = time;
        Counts = new VerdictCounts(Objective.Parse("produce: 99% < 1s"), client: null);
        _series = new EventSeries(_meter.CreateHistogram<double>("unheard"), EventTags.OfClient(null), [Counts], BucketBoundary.None);
        Register = new InFlightRegister(new SliClock(time));
    }

    public VerdictCounts Counts { get; }

    public InFlightRegister Register { get; }

    public Entry Make(long start) => new(start, _series);

    public Entry Add(long? start = null)
    {
        var entry = Make(start ?? _time.GetTimestamp());
        Register.Add(entry);
        return entry;
    }

    public void Dispose() => _meter.Dispose();

    internal sealed class Entry : InFlightEntry
    {
        private readonly EventSeries _series;
        private Action? _onSwept;

        public Entry(long start, EventSeries series)
        {
            _series = series;
            Begin(start);
        }

        /// <summary>Called when a sweep comes by.</summary>
        public Action? OnSwept
        {
            set => _onSwept = value;
        }

        internal override EventSeries Events
        {
            get
            {
                Interlocked.Exchange(ref _onSwept, null)?.Invoke();
                return _series;
            }
        }
    }
}
