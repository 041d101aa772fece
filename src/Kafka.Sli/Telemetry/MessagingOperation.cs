namespace Kafka.Sli.Telemetry;

/// <summary>An operation as the messaging conventions name it.</summary>
/// <param name="Name">What Kafka calls it.</param>
/// <param name="Type">What all messaging systems call it.</param>
internal sealed record MessagingOperation(string Name, string Type)
{
    public static readonly MessagingOperation Send = new("send", "send");
    public static readonly MessagingOperation Poll = new("poll", "receive");
    public static readonly MessagingOperation Process = new("process", "process");
    public static readonly MessagingOperation Commit = new("commit", "settle");
}
