using Microsoft.CodeAnalysis;

namespace Polyfills;

[Embedded]
internal static class Times
{
    extension(TimeSpan)
    {
        public static long TicksPerMicrosecond => TimeSpan.TicksPerMillisecond / 1000;

        public static double operator /(TimeSpan left, TimeSpan right) => (double)left.Ticks / right.Ticks;
    }

    extension(DateTimeOffset)
    {
        public static DateTimeOffset UnixEpoch => DateTimeOffset.FromUnixTimeMilliseconds(0);
    }
}
