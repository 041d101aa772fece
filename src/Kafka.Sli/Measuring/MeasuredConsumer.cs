using Confluent.Kafka;
using Kafka.Sli.Consuming;
using Kafka.Sli.Telemetry;

namespace Kafka.Sli.Measuring;

/// <summary>A member of a group that Kafka.Sli has not decorated, measured by the same contract as one that it has. Times and threads as for <see cref="MeasuredProducer"/>.</summary>
public sealed class MeasuredConsumer : IDisposable
{
    private readonly SliTelemetry _telemetry;
    private readonly DeliveryJudge _delivery;
    private readonly ClientSeries _client;
    private readonly EventSeries _commits;
    private readonly MeasuredRegister _register;
    private readonly AssignmentClock _assignment;
    private readonly bool _isOff;

    internal MeasuredConsumer(SliTelemetry telemetry, ReadProgress progress, ConsumerSettings settings, bool isOutside, bool isOff)
    {
        (_telemetry, _isOff) = (telemetry, isOff);
        _client = telemetry.OpenConsumer(settings.Client);
        _delivery = new DeliveryJudge(telemetry, progress, settings, _client, forgivesStalls: !isOutside);
        _commits = telemetry.OffsetCommitSeries(settings.Group, settings.Client, settings.WarmUp, forgivesStalls: !isOutside);
        _assignment = new AssignmentClock(telemetry.AssignmentSeries(settings.Group, settings.Client, settings.WarmUp, forgivesStalls: !isOutside), telemetry.Clock);
        _register = new MeasuredRegister(telemetry, isOutside, isOff);
        telemetry.Deadlines.Add(_register);
    }

    /// <summary>It becomes a member of its group. What was sent before is its backlog.</summary>
    /// <param name="at">When.</param>
    public void Subscribed(long at) => IfOn((this, at), static c =>
    {
        c.Item1._delivery.IsThere(c.at);
        c.Item1._assignment.Subscribed(c.at);
    });

    /// <summary>Partitions are gone, revoked or lost.</summary>
    /// <param name="at">When it was told so.</param>
    public void PartitionsGone(long at) => IfOn((_assignment, at), static c => c._assignment.Lost(at: c.at));

    /// <summary>Partitions were given to it, and whatever had to be done about that is done.</summary>
    /// <param name="at">When.</param>
    public void PartitionsAssigned(long at) => IfOn((_assignment, at), static c => c._assignment.Assigned(at: c.at));

    /// <summary>It leaves the group: what it loses by that it does not wait for.</summary>
    /// <param name="at">When.</param>
    public void Left(long at) => IfOn((_assignment, at), static c => c._assignment.Leaves(c.at));

    /// <summary>A message has reached the application.</summary>
    /// <param name="topic">Where it was read from.</param>
    /// <param name="partition">Its partition.</param>
    /// <param name="offset">Its offset there.</param>
    /// <param name="stamp">The value of its last header <c>kafka-sli-sent</c>; empty where it has none.</param>
    /// <param name="timestamp">The message's own timestamp.</param>
    /// <param name="at">When.</param>
    /// <returns>Its age in seconds, by whichever of both tells; <see langword="null"/> when neither does.</returns>
    public double? Received(string topic, int partition, long offset, ReadOnlySpan<byte> stamp, Timestamp timestamp, long at)
    {
        ArgumentNullException.ThrowIfNull(topic);
        try
        {
            return _isOff ? null : _delivery.Delivered(topic, partition, offset, stamp, timestamp, at);
        }
#pragma warning disable CA1031 // Nothing of ours reaches the application.
        catch (Exception e) when (_telemetry.Errors.Swallow(e))
#pragma warning restore CA1031
        {
            return null;
        }
    }

    /// <summary>It was not given a message, but an error.</summary>
    /// <param name="errorType">The value of <c>error.type</c>, as for <see cref="MeasuredEnd.Failed"/>.</param>
    public void ReceiveFailed(string errorType) =>
        IfOn((this, errorType), static c => c.Item1._telemetry.Instruments.ConsumeErrors.Add(1, [new(SliAttributes.ErrorType, c.errorType), .. c.Item1._client.Tags]));

    /// <summary>The application commits, and waits for it.</summary>
    /// <param name="start">When it began to.</param>
    public MeasuredOperation BeginCommit(long start) => new(_register, _commits.At(start), start);

    /// <inheritdoc cref="MeasuredProducer.ToldUntil"/>
    public void ToldUntil(long at) => _register.ToldUntil(at);

    /// <summary>The client is gone: a commit that was not over is abandoned, and it has left its group.</summary>
    public void Dispose() => _telemetry.Errors.Guard(this, static c =>
    {
        c._assignment.Leaves();
        c._register.Abandon(c._telemetry.Clock.Now);
        c._telemetry.Deadlines.Remove(c._register);
    });

    /// <summary>Does it where Kafka.Sli is not switched off; what fails in it is ours.</summary>
    private void IfOn<TState>(TState state, Action<TState> act)
    {
        if (!_isOff)
        {
            _telemetry.Errors.Guard(state, act);
        }
    }
}
