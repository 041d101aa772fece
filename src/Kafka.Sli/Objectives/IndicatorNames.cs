namespace Kafka.Sli.Objectives;

/// <summary>The names by which metrics, configuration and the one-line form know the indicators.</summary>
internal static class IndicatorNames
{
    private static readonly string[] Names = ["produce", "transaction", "delivery", "offset_commit", "assignment"];

    public static IReadOnlyList<string> All => Names;

    public static string Of(ServiceLevelIndicator indicator) => Names[(int)indicator];

    public static ServiceLevelIndicator? Parse(string name)
    {
        var index = Array.IndexOf(Names, name);
        return index < 0 ? null : (ServiceLevelIndicator)index;
    }
}
