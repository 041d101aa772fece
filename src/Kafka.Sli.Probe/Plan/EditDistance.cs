namespace Kafka.Sli.Probe.Plan;

/// <summary>Finds what somebody meant to write.</summary>
internal static class EditDistance
{
    private const int Most = 3;

    /// <summary>The nearest first; none when all are further off than a third of the word.</summary>
    public static IReadOnlyList<string> Nearest(string word, IEnumerable<string> candidates)
    {
        var near = candidates
            .Select(candidate => (Candidate: candidate, Distance: Between(word, candidate)))
            .Where(near => near.Distance <= Math.Max(2, word.Length / 3))
            .OrderBy(near => near.Distance)
            .ThenBy(near => near.Candidate, StringComparer.Ordinal)
            .ToList();
        return [.. near.Where(other => other.Distance <= near[0].Distance + 1).Take(Most).Select(other => other.Candidate)];
    }

    /// <summary>Letters inserted, left out, exchanged or swapped with their neighbour; capitals do not count.</summary>
    public static int Between(string left, string right)
    {
        var (beforeLast, last, current) = (new int[right.Length + 1], new int[right.Length + 1], new int[right.Length + 1]);
        for (var j = 0; j <= right.Length; j++)
        {
            last[j] = j;
        }

        for (var i = 1; i <= left.Length; i++)
        {
            current[0] = i;
            for (var j = 1; j <= right.Length; j++)
            {
                var exchange = Same(left[i - 1], right[j - 1]) ? 0 : 1;
                current[j] = Math.Min(Math.Min(current[j - 1], last[j]) + 1, last[j - 1] + exchange);
                if (i > 1 && j > 1 && Same(left[i - 1], right[j - 2]) && Same(left[i - 2], right[j - 1]))
                {
                    current[j] = Math.Min(current[j], beforeLast[j - 2] + 1);
                }
            }

            (beforeLast, last, current) = (last, current, beforeLast);
        }

        return last[right.Length];
    }

    private static bool Same(char left, char right) => char.ToUpperInvariant(left) == char.ToUpperInvariant(right);
}
