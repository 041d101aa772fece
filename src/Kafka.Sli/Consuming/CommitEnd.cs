using Confluent.Kafka;
using Kafka.Sli.Telemetry;

namespace Kafka.Sli.Consuming;

/// <summary>How a commit ended: outcome and error by the contract, and how the objectives have to look at it.</summary>
internal sealed record CommitEnd(Ending Ending, Standing Standing)
{
    public static readonly CommitEnd Ok = new(Ending.Ok, Standing.Timed);

    /// <summary>Nothing was to be committed, so nobody waited for Kafka.</summary>
    public static readonly CommitEnd OfNothing = new(Ending.Ok, Standing.Excluded);

    /// <summary>The end that an exception tells.</summary>
    public static CommitEnd Of(Exception exception) => exception switch
    {
        TopicPartitionOffsetException e => Of(e.Results.Select(r => r.Error).FirstOrDefault(e => e is { IsError: true }) ?? e.Error),
        KafkaException e => Of(e.Error),
        ArgumentException or InvalidOperationException or NullReferenceException =>
            new(Ending.Failed(exception.GetType().FullName!), Standing.Excluded),
        _ => new(Ending.Failed(exception.GetType().FullName!), Standing.Bad),
    };

    /// <summary>The end that the handler of an automatic commit tells. Nobody waited for a good one.</summary>
    public static CommitEnd Of(CommittedOffsets committed)
    {
        var error = committed.Error is { IsError: true } whole ? whole : committed.Offsets?.Select(o => o.Error).FirstOrDefault(e => e is { IsError: true });
        return error is null ? new(Ending.Ok, Standing.Good) : Of(error);
    }

    private static CommitEnd Of(Error error) => new(
        Ending.Failed(ErrorNames.Of(error.Code)),
        error.Code is ErrorCode.Local_NoOffset or ErrorCode.Local_InvalidArg ? Standing.Excluded : Standing.Bad);
}
