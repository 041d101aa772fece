using System.Diagnostics;
using Confluent.Kafka;
using Kafka.Sli.InFlight;
using Kafka.Sli.Telemetry;

namespace Kafka.Sli.Producing;

/// <summary>One message from its produce call to its end.</summary>
internal sealed class ProduceOperation<TKey, TValue> : InFlightEntry
{
    private readonly ProducerReports _reports;
    private readonly Activity? _activity = Activity.Current;
    private readonly ExecutionContext? _caller = ExecutionContext.Capture();

    public ProduceOperation(ProducerReports reports, TopicSeries series, long? intendedStart)
        : base(intendedStart ?? reports.Telemetry.Clock.Now)
    {
        _reports = reports;
        Series = series;
        IsIntended = intendedStart is not null;
    }

    public TopicSeries Series { get; }

    /// <summary>Whether the application gave the start, rather than the call.</summary>
    public bool IsIntended { get; }

    /// <summary>The span of the send, if it is traced.</summary>
    public Activity? Span { get; set; }

    /// <inheritdoc/>
    internal override EventSeries Events => Series;

    /// <summary>The application's own handler of the call that was accepted, if it gave one.</summary>
    public Action<DeliveryReport<TKey, TValue>>? Handler { get; set; }

    /// <summary>
    /// The delivery report, on the client's poll thread. What the application's handler throws is left to
    /// the client, which hands it to the error handler.
    /// </summary>
    public void OnDeliveryReport(DeliveryReport<TKey, TValue> report)
    {
        End(_reports.EndOf(report), report);
        Handler?.Invoke(report!);
    }

    /// <param name="end">How it ended.</param>
    /// <param name="result">Where it is now, if it is anywhere.</param>
    public void End(in ProduceEnd end, DeliveryResult<TKey, TValue>? result = null)
    {
        try
        {
            if (_reports.InFlight.TryRemove(this))
            {
                try
                {
                    var clock = _reports.Telemetry.Clock;
                    Settle(end, clock.Seconds(Start, clock.Now));
                }
                finally
                {
                    EndSpan(end, result);
                }
            }
        }
#pragma warning disable CA1031 // Nothing of ours reaches the application.
        catch (Exception e) when (_reports.Telemetry.Errors.Swallow(e))
#pragma warning restore CA1031
        {
        }
    }

    /// <summary>
    /// Records under the activity of the produce call. The poll thread has that of the producer's construction, and an
    /// exemplar would point at the trace of whoever happened to build it. The caller's activity may have stopped by now, and then
    /// it can be made current by its execution context only.
    /// </summary>
    private void Settle(in ProduceEnd end, double seconds)
    {
        if (_caller is null || ReferenceEquals(_activity, Activity.Current))
        {
            Settle(this, end, seconds);
        }
        else
        {
            ExecutionContext.Run(
                _caller,
                static settled =>
                {
                    var (operation, end, seconds) = ((ProduceOperation<TKey, TValue>, ProduceEnd, double))settled!;
                    Settle(operation, end, seconds);
                },
                (this, end, seconds));
        }
    }

    private static void Settle(ProduceOperation<TKey, TValue> operation, in ProduceEnd end, double seconds)
    {
        operation.Series.Settle(seconds, end.Ending, end.Standing, operation.Judged);
        operation._reports.Telemetry.Messaging.Sent(operation.Series.Messaging, seconds, end.Ending.ConventionalError);
    }

    private void EndSpan(in ProduceEnd end, DeliveryResult<TKey, TValue>? result)
    {
        if (Span is not null)
        {
            SliTraces.Stop(Span.At(result?.TopicPartitionOffset), end.Ending.ConventionalError);
        }
    }
}
