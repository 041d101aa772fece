using System.Collections.Frozen;
using System.Runtime.InteropServices;
using Kafka.Sli.Probe.Embedded;

namespace Kafka.Sli.Probe.Probing;

/// <summary>
/// The properties librdkafka knows, and what it allows for each.
/// Its dump of a configuration leaves out aliases (<c>linger.ms</c>), topic properties (<c>acks</c>) and what is not set (<c>sasl.password</c>),
/// so they are read from the table it prints for its own documentation.
/// </summary>
internal static partial class LibrdkafkaPropertyTable
{
    private static readonly Lazy<FrozenDictionary<string, string>> Table = new(Read);

    public static IReadOnlyCollection<string> Names => Table.Value.Keys;

    public static string? AllowedOf(string key) => Table.Value.GetValueOrDefault(key) is { Length: > 0 } allowed ? allowed : null;

    // The table is printed to a FILE*, and Windows has none in memory; the dump is better than nothing.
    private static FrozenDictionary<string, string> Read() => OperatingSystem.IsWindows()
        ? Dumped().ToFrozenDictionary(static name => name, static _ => "")
        : Rows(Printed()).ToFrozenDictionary(static row => row.Name, static row => row.Allowed);

    /// <summary>Property | C/P | Range | Default | Importance | Description.</summary>
    private static IEnumerable<(string Name, string Allowed)> Rows(string table) =>
        from line in table.Split('\n')
        let cells = line.Split(" | ", count: 6)
        where cells.Length == 6 && cells[0].Trim() != "Property" && !line.EndsWith("*Type: see dedicated API*", StringComparison.Ordinal)
        group cells[2].Trim() by cells[0].Trim() into rows
        select (rows.Key, rows.First());

    private static unsafe string Printed()
    {
        nint text = 0;
        nuint length = 0;
        var file = OpenMemoryStream(&text, &length);
        if (file == 0)
        {
            return "";
        }

        Librdkafka.ConfPropertiesShow(file);
        _ = CloseFile(file);
        try
        {
            return Marshal.PtrToStringUTF8(text, (int)length);
        }
        finally
        {
            NativeMemory.Free((void*)text);
        }
    }

    private static unsafe string[] Dumped()
    {
        using var conf = new ConfHandle();
        var dump = Librdkafka.ConfDump(conf, out var count);
        try
        {
            return [.. Enumerable.Range(0, (int)count / 2).Select(i => Marshal.PtrToStringUTF8((nint)dump[2 * i])!)];
        }
        finally
        {
            Librdkafka.ConfDumpFree(dump, count);
        }
    }

    [LibraryImport("libc", EntryPoint = "open_memstream")]
    private static unsafe partial nint OpenMemoryStream(nint* text, nuint* length);

    [LibraryImport("libc", EntryPoint = "fclose")]
    private static partial int CloseFile(nint file);
}
