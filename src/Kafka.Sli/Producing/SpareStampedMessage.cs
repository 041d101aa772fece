namespace Kafka.Sli.Producing;

/// <summary>
/// The copy that a thread's last send was made with and is done with, of whatever types its message was. Not in the generic class itself, whose thread
/// statics are looked up by type.
/// </summary>
internal static class SpareStampedMessage
{
    [ThreadStatic]
    private static object? _ofThread;

    public static ref object? OfThread => ref _ofThread;
}
