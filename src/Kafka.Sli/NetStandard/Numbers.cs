using System.Numerics;
using Microsoft.CodeAnalysis;

namespace Polyfills;

[Embedded]
internal static class Numbers
{
    extension(BitOperations)
    {
        public static int Log2(ulong value)
        {
            var log = 0;
            while ((value >>= 1) != 0)
            {
                log++;
            }

            return log;
        }
    }

    extension(Math)
    {
        public static (long Quotient, long Remainder) DivRem(long left, long right) => (Math.DivRem(left, right, out var rest), rest);
    }
}
