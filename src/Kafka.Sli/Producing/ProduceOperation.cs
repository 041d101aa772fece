using System.Diagnostics;
using Confluent.Kafka;
using Kafka.Sli.InFlight;
using Kafka.Sli.Telemetry;

namespace Kafka.Sli.Producing;

/// <summary>One message from its produce call to its end; then, where that is safe, another one.</summary>
internal sealed class ProduceOperation<TKey, TValue> : InFlightEntry
{
    private readonly ProducerReports _reports;
    private readonly OperationPool<TKey, TValue>? _pool;
    private Activity? _activity;
    private ExecutionContext? _caller;
    private ProduceEnd _end = ProduceEnd.Ok;
    private long _ended;

    /// <param name="reports">What it shares with the other messages of its producer.</param>
    /// <param name="pool">Where it goes when its delivery report has come in; <see langword="null"/> where a client might report twice.</param>
    public ProduceOperation(ProducerReports reports, OperationPool<TKey, TValue>? pool)
    {
        _reports = reports;
        _pool = pool;
        OnDeliveryReport = Report;
    }

    /// <summary>
    /// The delivery report, on the client's poll thread. What the application's handler throws is left to
    /// the client, which hands it to the error handler.
    /// </summary>
    public Action<DeliveryReport<TKey, TValue>> OnDeliveryReport { get; }

    public TopicSeries Series { get; private set; } = null!;

    /// <summary>Whether the application gave the start, rather than the call.</summary>
    public bool IsIntended { get; private set; }

    /// <summary>The span of the send, if it is traced.</summary>
    public Activity? Span { get; set; }

    /// <summary>The application's own handler of the call that was accepted, if it gave one.</summary>
    public Action<DeliveryReport<TKey, TValue>>? Handler { get; set; }

    /// <summary>The task that waits for the report, if that is how the application waits.</summary>
    public DeliveryWait<TKey, TValue>? Wait { get; set; }

    internal ProduceOperation<TKey, TValue>? NextInPool { get; set; }

    internal ProduceOperation<TKey, TValue>? NextBatch { get; set; }

    internal int BatchesBelow { get; set; }

    /// <inheritdoc/>
    internal override EventSeries Events => Series;

    /// <summary>Starts its clock, now or when it was due.</summary>
    public void Begin(TopicSeries series, long? intendedStart)
    {
        Begin(intendedStart ?? _reports.Telemetry.Clock.Now);
        Series = series.At(Start);
        IsIntended = intendedStart is not null;
        _activity = Activity.Current;
        _caller = _activity is null ? null : ExecutionContext.Capture();
    }

    /// <param name="end">How it ended.</param>
    /// <param name="result">Where it is now, if it is anywhere.</param>
    public void End(ProduceEnd end, DeliveryResult<TKey, TValue>? result = null) => TryEnd(end, result);

    private void Report(DeliveryReport<TKey, TValue> report)
    {
        var (handler, wait) = (Handler, Wait);
        if (TryEnd(_reports.EndOf(report), report))
        {
            GiveBack();
        }

        wait?.Complete(report);
        handler?.Invoke(report);
    }

    /// <returns>Whether nobody had ended it before.</returns>
    private bool TryEnd(ProduceEnd end, DeliveryResult<TKey, TValue>? result)
    {
        var isOurs = false;
        try
        {
            isOurs = _reports.InFlight.TryRemove(this);
            if (isOurs)
            {
                try
                {
                    (_end, _ended) = (end, _reports.Telemetry.Clock.Now);
                    SettleAsCaller();
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

        return isOurs;
    }

    /// <summary>Only here, where it is known that nobody has it any more: the client has called it back, and will not again.</summary>
    private void GiveBack()
    {
        if (_pool is not null)
        {
            (Handler, Wait, Span, _activity, _caller) = (null, null, null, null, null);
            _pool.Return(this);
        }
    }

    /// <summary>
    /// Records under the activity of the produce call. The poll thread has that of the producer's construction, and an
    /// exemplar would point at the trace of whoever happened to build it. The caller's activity may have stopped by now, and then
    /// it can be made current by its execution context only.
    /// </summary>
    private void SettleAsCaller()
    {
        if (ReferenceEquals(_activity, Activity.Current))
        {
            Settle();
        }
        else if (_activity is null)
        {
            SettleWithoutActivity();
        }
        else if (_caller is not null)
        {
            ExecutionContext.Run(_caller, static operation => ((ProduceOperation<TKey, TValue>)operation!).Settle(), this);
        }
        else
        {
            // The application has suppressed the flow of its context: without it the trace is not known.
            Settle();
        }
    }

    private void SettleWithoutActivity()
    {
        using var kept = KeptContext.OfThread();
        Activity.Current = null;
        Settle();
    }

    private void Settle()
    {
        var seconds = _reports.Telemetry.Clock.Seconds(Start, _ended);
        Series.Settle(_ended, seconds, _end.Ending, _end.Standing, Judged);
        _reports.Telemetry.Messaging.Sent(Series.Messaging, seconds, _end.Ending.ConventionalError);
    }

    private void EndSpan(ProduceEnd end, DeliveryResult<TKey, TValue>? result)
    {
        if (Span is not null)
        {
            SliTraces.Stop(Span.At(result?.TopicPartitionOffset), end.Ending.ConventionalError);
        }
    }
}
