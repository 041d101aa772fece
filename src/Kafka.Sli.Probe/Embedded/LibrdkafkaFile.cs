using System.Reflection;
using System.Runtime.InteropServices;

namespace Kafka.Sli.Probe.Embedded;

/// <summary>Finds the build of librdkafka that loads on this machine.</summary>
internal static class LibrdkafkaFile
{
    /// <summary>The plain Linux build wants libsasl2.so.3, which Debian calls libsasl2.so.2; the next one does without; the last is for musl.</summary>
    public static IReadOnlyList<string> Names { get; } = ["librdkafka", "centos8-librdkafka", "alpine-librdkafka"];

    // The newest of the functions we call: where the packaged build does not load, the loader may find an older one of the system's.
    private const string NewestExport = "rd_kafka_mock_set_controller_id";

    public static nint Load(Assembly assembly) =>
        First(Names, name => NativeLibrary.Load(name, assembly, DllImportSearchPath.AssemblyDirectory));

    public static nint First(IEnumerable<string> names, Func<string, nint> load)
    {
        var tried = new List<string>();
        foreach (var name in names)
        {
            try
            {
                var library = load(name);
                if (NativeLibrary.TryGetExport(library, NewestExport, out _))
                {
                    return library;
                }

                tried.Add($"{name} (has no {NewestExport}: older than 2.16)");
            }
            catch (Exception error) when (error is DllNotFoundException or BadImageFormatException)
            {
                tried.Add($"{name} ({error.Message.ReplaceLineEndings(" ").Trim()})");
            }
        }

        throw new DllNotFoundException(
            $"librdkafka does not load on this machine ({RuntimeInformation.RuntimeIdentifier}); it comes with the package librdkafka.redist. Tried: {string.Join("; ", tried)}");
    }
}
