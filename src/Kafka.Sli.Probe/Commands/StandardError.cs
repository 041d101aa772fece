namespace Kafka.Sli.Probe.Commands;

/// <summary>What is told on the way. A log on a full disk, or one that is closed, is no reason to end what is measured.</summary>
internal static class StandardError
{
    public static void WriteLine(string line)
    {
        try
        {
            Console.Error.WriteLine(line);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // There is nowhere left to tell it.
        }
    }
}
