using System.Security.Cryptography;
using System.Text;

namespace Kafka.Sli.Probe.Slo;

/// <summary>Names that other tools take, for texts that may hold anything. What would have another's name gets a hash behind it, and so does the other.</summary>
internal static class SloNames
{
    /// <summary>RFC 1123.</summary>
    private const int LongestDnsLabel = 63;

    /// <summary>As Sloth takes them: <c>^[A-Za-z0-9][-A-Za-z0-9_.]*[A-Za-z0-9]$</c>.</summary>
    public static IReadOnlyDictionary<string, string> OfSloth(IEnumerable<string> texts) =>
        Unique(texts, text => Form(text, static c => char.IsAsciiLetterOrDigit(c) || c is '.' or '_'), int.MaxValue);

    /// <summary>As Kubernetes and OpenSLO take them.</summary>
    public static IReadOnlyDictionary<string, string> OfDns(IEnumerable<string> texts) =>
        Unique(texts, DnsLabel, LongestDnsLabel);

    public static string DnsLabel(string text) => Form(text.ToLowerInvariant().Replace('.', '-'), char.IsAsciiLetterOrDigit);

    public static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..8];

    private static Dictionary<string, string> Unique(IEnumerable<string> texts, Func<string, string> form, int longest)
    {
        var all = texts.Distinct().Select(text => (Text: text, Name: form(text))).ToArray();
        var taken = all.CountBy(a => a.Name).ToDictionary();
        return all.ToDictionary(a => a.Text, a => taken[a.Name] == 1 && a.Name.Length > 1 && a.Name.Length <= longest ? a.Name : Hashed(a.Name, a.Text, longest));
    }

    private static string Hashed(string name, string text, int longest)
    {
        var hash = Hash(text);
        var cut = name[..Math.Min(name.Length, longest - hash.Length - 1)].TrimEnd('-');
        return cut.Length == 0 ? $"x-{hash}" : $"{cut}-{hash}";
    }

    /// <summary>The parts of a cell's name are set apart by dots, whatever else is not taken becomes one dash.</summary>
    private static string Form(string text, Func<char, bool> isTaken)
    {
        var form = new StringBuilder();
        foreach (var c in text)
        {
            var next = isTaken(c) ? c : c == '/' && isTaken('.') ? '.' : '-';
            if (next != '-' || form is not [.., '-'])
            {
                form.Append(next);
            }
        }

        return form.ToString().Trim('-', '.', '_');
    }
}
