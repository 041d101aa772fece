namespace System.IO.Enumeration;

/// <summary>The pattern of .NET's own, without its escapes: <c>*</c> is any text and <c>?</c> one character. No topic has a backslash.</summary>
[Microsoft.CodeAnalysis.Embedded]
internal static class FileSystemName
{
    public static bool MatchesSimpleExpression(string expression, string name, bool ignoreCase)
    {
        var (at, read, star, resumed) = (0, 0, -1, 0);
        while (read < name.Length)
        {
            if (at < expression.Length && expression[at] == '*')
            {
                (star, resumed) = (at++, read);
            }
            else if (at < expression.Length && (expression[at] == '?' || Same(expression[at], name[read], ignoreCase)))
            {
                at++;
                read++;
            }
            else if (star >= 0)
            {
                (at, read) = (star + 1, ++resumed);
            }
            else
            {
                return false;
            }
        }

        return name.Length > 0 && expression.AsSpan(at).TrimStart('*').IsEmpty;
    }

    private static bool Same(char a, char b, bool ignoreCase) =>
        a == b || (ignoreCase && char.ToUpperInvariant(a) == char.ToUpperInvariant(b));
}
