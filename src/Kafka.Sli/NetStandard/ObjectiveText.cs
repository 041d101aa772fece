using System.Text.RegularExpressions;

namespace Kafka.Sli.Objectives;

internal static partial class ObjectiveText
{
    private static readonly Regex Built = new(Pattern, PatternOptions, TimeSpan.FromMilliseconds(PatternTimeout));

    private static partial Regex Form() => Built;
}
