using Confluent.Kafka;
using Kafka.Sli.Measuring;
using Kafka.Sli.Probe.Probing;

namespace Kafka.Sli.Probe.External;

/// <summary>How what an external client began has ended, by the field's names. What it is not let do is told, as of any client.</summary>
internal sealed class ExternalEnds
{
    private readonly ExternalErrorTypes _errors = new();
    private readonly IModelClientEvents _events;

    public ExternalEnds(IModelClientEvents events) => _events = events;

    public MeasuredEnd Of(ExternalEvent told) => told.Outcome switch
    {
        "aborted" => MeasuredEnd.Aborted,
        "ok" => MeasuredEnd.Ok,
        "unknown" => MeasuredEnd.Unknown,
        "none" => MeasuredEnd.Unobserved,
        _ => MeasuredEnd.Failed(TypeOf(told.Error)),
    };

    /// <summary>The value of <c>error.type</c>.</summary>
    public string TypeOf(string? error) => _errors.Of(error);

    public void Complain(string? error, string? text, bool isSend)
    {
        if (error is not null && KafkaErrorNames.Code(error) is { } code && Refusals.Of(new Error(code), isSend) is { } refusal)
        {
            _events.Refused(refusal, ExternalText.OneLine(text ?? error));
        }
    }
}
