namespace Kafka.Sli.Lab.Brokers;

/// <summary>The text that Kafka writes an id as: 16 bytes, in the Base64 of URLs.</summary>
internal static class KafkaUuid
{
    /// <summary>One that no command line takes for an option.</summary>
    public static string New()
    {
        while (true)
        {
            var text = Convert.ToBase64String(Guid.NewGuid().ToByteArray()).TrimEnd('=').Replace('+', '-').Replace('/', '_');
            if (text[0] != '-')
            {
                return text;
            }
        }
    }
}
