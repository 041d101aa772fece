using CsCheck;
using Kafka.Sli.Probe.Ledger;

namespace Kafka.Sli.Probe.Tests.Ledger;

public class NumberSetTests
{
    [Fact]
    public void It_is_a_set() => Gen.Select(Gen.Int[1, 60], Gen.Int[0, 6]).Array[0, 40].SelectMany(rows => Gen.Select(Gen.Const(rows), Gen.Int[0, 70], Gen.Int[0, 70])).Sample((rows, first, last) =>
    {
        var set = new NumberSet();
        var plain = new SortedSet<long>();
        foreach (var (start, length) in rows)
        {
            set.Add(start, start + length);
            plain.UnionWith(Enumerable.Range(start, length + 1).Select(n => (long)n));
        }

        var asked = Enumerable.Range(first, Math.Max(0, last - first + 1)).Select(n => (long)n).ToArray();
        Assert.All(asked, n => Assert.Equal(plain.Contains(n), set.Contains(n)));
        Assert.Equal(asked.LongCount(plain.Contains), set.CountIn(first, last));
        Assert.Equal(asked.Where(n => !plain.Contains(n)), set.Missing(first, last).SelectMany(Numbers));
    });

    [Fact]
    public void Where_too_much_is_missing_the_oldest_gaps_are_forgotten()
    {
        var set = new NumberSet();
        for (var number = 1L; number <= 2L * (NumberSet.MaxRows + 10); number += 2)
        {
            set.Add(number);
        }

        Assert.True(set.Contains(2));
        Assert.Equal(NumberSet.MaxRows - 1, set.Missing(1, (2L * (NumberSet.MaxRows + 10)) - 1).Count());
    }

    private static IEnumerable<long> Numbers((long First, long Last) row)
    {
        for (var number = row.First; number <= row.Last; number++)
        {
            yield return number;
        }
    }
}
