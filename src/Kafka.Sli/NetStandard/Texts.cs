using Microsoft.CodeAnalysis;

namespace Polyfills;

[Embedded]
internal static class Texts
{
    extension(string)
    {
        public static string Create(IFormatProvider provider, FormattableString text) => text.ToString(provider);
    }
}
