using System.Globalization;

namespace Kafka.Sli.Probe.Plan;

/// <summary>How large something is.</summary>
internal readonly record struct ByteSize(int Bytes) : IPlanValue<ByteSize>
{
    private const int Most = 100_000_000;

    private static readonly (string Unit, int Bytes)[] Units = [("KiB", 1024), ("MiB", 1024 * 1024), ("kB", 1000), ("MB", 1_000_000), ("B", 1)];

    public static string Expected => "a number and one of B, kB, KiB, MB, MiB, from 0B to 100MB, like 1KiB";

    public static string Pattern => @"^\d+(B|kB|KiB|MB|MiB)$";

    public static bool TryParse(string text, out ByteSize value)
    {
        value = default;
        var (unit, factor) = Array.Find(Units, u => text.EndsWith(u.Unit, StringComparison.Ordinal));
        if (unit is null || !long.TryParse(text.AsSpan(0, text.Length - unit.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var number) || number > Most / factor)
        {
            return false;
        }

        value = new((int)(number * factor));
        return true;
    }

    public override string ToString() => Bytes > 0 && Bytes % 1024 == 0
        ? string.Create(CultureInfo.InvariantCulture, $"{Bytes / 1024}KiB")
        : string.Create(CultureInfo.InvariantCulture, $"{Bytes}B");
}
