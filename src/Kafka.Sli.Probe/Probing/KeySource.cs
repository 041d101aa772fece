using System.Globalization;
using System.Text;
using Kafka.Sli.Probe.Plan;

namespace Kafka.Sli.Probe.Probing;

/// <summary>Draws the keys of messages.</summary>
internal sealed class KeySource
{
    private readonly KeyPlan _plan;
    private readonly double[] _zipf;

    public KeySource(KeyPlan plan)
    {
        _plan = plan;
        _zipf = plan.Distribution == KeyDistribution.Zipf ? Cumulated(plan.Count) : [];
    }

    public byte[] Next() => Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"key-{Draw(Random.Shared.NextDouble())}"));

    /// <param name="chance">From 0 to 1.</param>
    internal int Draw(double chance)
    {
        if (_zipf.Length == 0)
        {
            return Math.Min(_plan.Count - 1, (int)(chance * _plan.Count));
        }

        var found = Array.BinarySearch(_zipf, chance);
        return Math.Min(_plan.Count - 1, found < 0 ? ~found : found);
    }

    /// <summary>The n-th key comes 1/n times as often as the first.</summary>
    private static double[] Cumulated(int count)
    {
        var (all, sum) = (new double[count], 0.0);
        for (var i = 0; i < count; i++)
        {
            sum += 1.0 / (i + 1);
            all[i] = sum;
        }

        for (var i = 0; i < count; i++)
        {
            all[i] /= sum;
        }

        return all;
    }
}
