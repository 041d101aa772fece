namespace System.Runtime.CompilerServices;

/// <summary>Ahead of time .NET alone is compiled.</summary>
[Microsoft.CodeAnalysis.Embedded]
internal static class RuntimeFeature
{
    public static bool IsDynamicCodeSupported => true;
}
