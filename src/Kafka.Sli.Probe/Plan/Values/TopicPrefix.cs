namespace Kafka.Sli.Probe.Plan;

/// <summary>What the names of all topics of a plan begin with, so that rights can be given by it.</summary>
internal readonly record struct TopicPrefix(string Text) : IPlanValue<TopicPrefix>
{
    public static string Expected => "1 to 100 letters, digits, '.', '_' and '-', like kafka-sli-probe";

    public static string Pattern => "^[A-Za-z0-9._-]{1,100}$";

    public static bool TryParse(string text, out TopicPrefix value)
    {
        value = new(text);
        return text.Length is > 0 and <= 100 && text.All(static c => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or '-');
    }
}
