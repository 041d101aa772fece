namespace Kafka.Sli.Probe.Plan;

/// <summary>A folder of the machine.</summary>
internal readonly record struct FolderPath(string Text) : IPlanValue<FolderPath>
{
    public static string Expected => "the path of a folder, from the plan's own where it is not absolute, like /opt/kafka/libs";

    public static string Pattern => "^.{1,4096}$";

    public static bool TryParse(string text, out FolderPath value)
    {
        value = new(text);
        return text.Length is > 0 and <= 4096 && !text.Any(char.IsControl);
    }
}
