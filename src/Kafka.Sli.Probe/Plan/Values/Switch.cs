namespace Kafka.Sli.Probe.Plan;

/// <summary>Whether something is done.</summary>
internal readonly record struct Switch(bool IsOn) : IPlanValue<Switch>
{
    public static string Expected => "true or false";

    public static string Pattern => "^(true|false)$";

    public static bool TryParse(string text, out Switch value)
    {
        value = new(text == "true");
        return text is "true" or "false";
    }
}
