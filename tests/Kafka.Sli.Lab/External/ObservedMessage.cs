namespace Kafka.Sli.Lab.External;

/// <summary>One message, by nanoseconds of the monotonic clock.</summary>
/// <param name="Partition">Where it went to.</param>
/// <param name="Number">How many calls had been made for that partition by then, and this one.</param>
/// <param name="Sent">When the call was made.</param>
/// <param name="Acknowledged">Before the acknowledgement was told to the application.</param>
/// <param name="Consumed">When a poll returned it.</param>
internal sealed record ObservedMessage(int Partition, long Number, long Sent, long? Acknowledged, long? Consumed);
