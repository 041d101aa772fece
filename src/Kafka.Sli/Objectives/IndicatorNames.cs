namespace Kafka.Sli.Objectives;

/// <summary>The names by which metrics, configuration and the one-line form know the indicators: <c>produce</c>, <c>offset_commit</c>, …</summary>
public static class IndicatorNames
{
    private static readonly string[] Names = ["produce", "transaction", "delivery", "offset_commit", "assignment"];

    /// <summary>All names.</summary>
    public static IReadOnlyList<string> All => Names;

    /// <summary>The name of an indicator.</summary>
    /// <param name="indicator">The indicator.</param>
    public static string Of(ServiceLevelIndicator indicator) => Names[(int)indicator];

    /// <summary>The indicator of a name; <see langword="null"/> when there is none.</summary>
    /// <param name="name">The name, in lower case.</param>
    public static ServiceLevelIndicator? Parse(string name)
    {
        var index = Array.IndexOf(Names, name);
        return index < 0 ? null : (ServiceLevelIndicator)index;
    }
}
