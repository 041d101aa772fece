using System.Text;
using Confluent.Kafka;

namespace Kafka.Sli.Tests.OnCluster.Differential;

/// <summary>What an application can see of the things that a client gives it, as text that can be compared. Our own header is left out.</summary>
internal static class Told
{
    public const string OurHeader = "kafka-sli-sent";

    /// <summary>Of the application's own message: ours would be one too many.</summary>
    public static string All(Headers? headers) => headers is null ? "no headers" : string.Join(';', headers.Select(Of));

    public static string Of(Headers? headers) => headers is null
        ? "no headers"
        : string.Join(';', headers.Where(h => h.Key != OurHeader).Select(Of));

    private static string Of(IHeader header) => $"{header.Key}={(header.GetValueBytes() is { } value ? Convert.ToHexString(value) : "null")}";

    public static string Of(Message<string, string>? message) => message is null
        ? "no message"
        : $"[{message.Key ?? "null"}|{message.Value ?? "null"}|{message.Timestamp.Type}|{Of(message.Headers)}]";

    /// <param name="result">The result.</param>
    /// <param name="sent">The application's own message, which some results hold.</param>
    public static string Of(DeliveryResult<string, string>? result, Message<string, string>? sent) => result is null
        ? "no result"
        : $"{Name(result)} {result.TopicPartitionOffset} {result.Status} {(result as DeliveryReport<string, string>)?.Error?.Code} "
            + $"{(ReferenceEquals(result.Message, sent) ? "the same " : "")}{Of(result.Message)}";

    public static string Of(ConsumeResult<string, string>? result) => result switch
    {
        null => "nothing",
        { IsPartitionEOF: true } => $"end at {result.TopicPartitionOffset}",
        _ => $"{result.TopicPartitionOffset} {Of(result.Message)}",
    };

    public static string Of(Exception exception, Message<string, string>? sent, CancellationToken given = default)
    {
        var told = new StringBuilder(Name(exception));
        told.Append(exception switch
        {
            ProduceException<string, string> e => $" {Of(e.Error)} {Of(e.DeliveryResult, sent)}",
            ConsumeException e => $" {Of(e.Error)} {e.ConsumerRecord.TopicPartitionOffset} {e.ConsumerRecord.Message?.Value?.Length} {Of(e.ConsumerRecord.Message?.Headers)}",
            TopicPartitionOffsetException e => $" {Of(e.Error)} {string.Join(',', e.Results.Select(r => $"{r.TopicPartitionOffset}:{r.Error.Code}"))}",
            KafkaException e => $" {Of(e.Error)}",
            OperationCanceledException e => $" of {(e.CancellationToken == given ? "the token" : "another token")}",
            _ => $" {exception.Message}",
        });
        return exception.InnerException is null ? told.ToString() : told.Append(" <- ").Append(Name(exception.InnerException)).ToString();
    }

    /// <summary>A serializer's reason is the whole exception with its stack, in which our frames may stand.</summary>
    private static string Of(Error error) => $"{error.Code}{(error.IsFatal ? " fatal" : "")} '{error.Reason.Split('\n')[0].Trim()}'";

    private static string Name(object told) => told.GetType().Name;
}
