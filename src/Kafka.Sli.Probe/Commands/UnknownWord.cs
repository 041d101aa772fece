using System.CommandLine;
using Kafka.Sli.Probe.Plan;

namespace Kafka.Sli.Probe.Commands;

/// <summary>What to say to a word of the command line that means nothing.</summary>
internal static class UnknownWord
{
    /// <summary>The word may be the value of a secret, set off by a blank: it is not told.</summary>
    public const string SplitProperty = "--property: write it as key=value in one word, like --property linger.ms=0";

    public static string Option(string word, Command command) => Describe(word.Split('=')[0], "option", command.Options.Select(o => o.Name));

    public static string Command(string word, Command command) => Describe(word.Split('=')[0], "command", command.Subcommands.Select(c => c.Name));

    private static string Describe(string word, string what, IEnumerable<string> known)
    {
        var nearest = known.Where(name => EditDistance.Between(name, word) <= word.Length / 2).MinBy(name => EditDistance.Between(name, word));
        return nearest is null
            ? $"{word}: there is no such {what}; see --help"
            : $"{word}: there is no such {what}; did you mean {nearest}? See --help for all";
    }
}
