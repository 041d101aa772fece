namespace Kafka.Sli.Tests.OnCluster.Differential;

internal static class Differences
{
    /// <summary>Shows what led to the first difference.</summary>
    public static void AssertNone(IReadOnlyList<string> without, IReadOnlyList<string> with)
    {
        var same = without.Zip(with).TakeWhile(pair => pair.First == pair.Second).Count();
        if (same < Math.Max(without.Count, with.Count))
        {
            Assert.Fail(string.Join(
                '\n',
                [.. without.Take(same), $"without us: {without.ElementAtOrDefault(same)}", $"with us: {with.ElementAtOrDefault(same)}"]));
        }
    }
}
