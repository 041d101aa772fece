namespace Kafka.Sli.Probe.Plan;

/// <summary>What a cell's topic is called.</summary>
internal static class CellNames
{
    /// <summary>Less than Kafka's 249, for the group's name is longer than the topic's.</summary>
    private const int LongestTopic = 240;

    /// <summary>The same parts by dots, and a dash for whatever a topic's name does not take.</summary>
    public static string Topic(string prefix, IEnumerable<string> parts) =>
        $"{prefix}.{string.Join('.', parts.Select(part => string.Concat(part.Select(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or '-' ? c : '-'))))}";

    public static string? Fault(CellPlan cell) => cell.Topic.Length > LongestTopic
        ? $"the cell {cell.Name[..40]}… would have a topic of {cell.Topic.Length} letters, and {LongestTopic} is the most; give shorter names"
        : null;
}
