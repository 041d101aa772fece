using System.Reflection;

namespace Kafka.Sli.Telemetry;

/// <summary>The version by which meters and activity source are known.</summary>
internal static class LibraryVersion
{
    public static readonly string? Text = typeof(LibraryVersion).Assembly
        .GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0];
}
