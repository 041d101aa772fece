using System.Text.RegularExpressions;

namespace Kafka.Sli.Probe.Plan;

/// <summary>The one line that says what is wrong with a property of a client, without telling its secrets.</summary>
internal static partial class PropertyFault
{
    private const string Hidden = "***";
    private const int FewEnoughToList = 10;

    /// <summary>Its value is not shown at all: what stands under a mistyped name may well be a password.</summary>
    public static string Unknown(string key, string owner, IReadOnlyCollection<string> known)
    {
        var nearest = EditDistance.Nearest(key, known);
        var advice = nearest.Count > 0 ? $"did you mean {string.Join(" or ", nearest.Select(static name => $"'{name}'"))}?"
            : known.Count <= FewEnoughToList ? $"it has {string.Join(", ", known)}"
            : "its documentation lists them";
        return OneLine($"'{key}' is no property of {owner}; {advice}");
    }

    /// <summary>Whether a property of that name holds what nobody else should read.</summary>
    public static bool IsSecret(string key) => Secret().IsMatch(key);

    /// <summary>
    /// Whether its value is to be struck out of everything that is said. Not the name of a user, where the plan tells it openly: it is often a word like "probe", and lines would be full of holes.
    /// </summary>
    public static bool IsStruckOut(string key) => IsSecret(key) && key != "sasl.username";

    public static string Refused(string key, string value, string reason, string? allowed)
    {
        if (Secret().IsMatch(key))
        {
            reason = Echoes(reason, value.Trim()) ? "librdkafka refuses it" : reason;
            value = Hidden;
        }

        var line = $"'{key}' cannot be '{value}': {reason.Trim()}";
        return OneLine(allowed is null || reason.Contains("allowed range", StringComparison.Ordinal) ? line : $"{line}; use {allowed}");
    }

    // librdkafka trims what it quotes, and cuts its reasons short: a part is enough to tell.
    private static bool Echoes(string reason, string value) =>
        value.Length > 0 && reason.Contains(value[..Math.Min(4, value.Length)], StringComparison.Ordinal);

    public static string OneLine(string text) => Breaks().Replace(text, " ");

    // librdkafka's own list of what it redacts, and names of the same kind that are no properties of its own.
    [GeneratedRegex(@"password|passphrase|secret|token|jaas|credential|private|sasl\.username|\.pem$|ssl[._]key|oauthbearer\.config", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Secret();

    [GeneratedRegex(@"[\s\p{C}]+")]
    private static partial Regex Breaks();
}
