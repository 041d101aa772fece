using System.Collections.Frozen;
using System.Runtime.InteropServices;
using Kafka.Sli.Probe.Embedded;

namespace Kafka.Sli.Probe.Plan;

/// <summary>
/// The properties librdkafka knows, and what it allows for each.
/// Its dump of a configuration leaves out aliases (<c>linger.ms</c>), topic properties (<c>acks</c>) and what is not set (<c>sasl.password</c>),
/// so they are read from the table it prints for its own documentation.
/// </summary>
internal static partial class LibrdkafkaPropertyTable
{
    private static readonly Lazy<FrozenDictionary<string, PropertyRow>> Table = new(Read);

    public static IReadOnlyCollection<string> Names => Table.Value.Keys;

    public static string? AllowedOf(string key) => Table.Value.GetValueOrDefault(key) is { Allowed.Length: > 0 } row ? row.Allowed : null;

    /// <summary>Which of the clients a property is for.</summary>
    public static PropertyScope ScopeOf(string key) => Table.Value.GetValueOrDefault(key)?.Scope ?? PropertyScope.Both;

    // The table is printed to a FILE*, and Windows has none in memory; the dump is better than nothing.
    private static FrozenDictionary<string, PropertyRow> Read() => OperatingSystem.IsWindows()
        ? Dumped().ToFrozenDictionary(static name => name, static _ => new PropertyRow("", PropertyScope.Both))
        : Rows(Printed()).ToFrozenDictionary(static row => row.Name, static row => row.Row);

    /// <summary>Property | C/P | Range | Default | Importance | Description.</summary>
    private static IEnumerable<(string Name, PropertyRow Row)> Rows(string table) =>
        from line in table.Split('\n')
        let cells = line.Split(" | ", count: 6)
        where cells.Length == 6 && cells[0].Trim() != "Property" && !line.EndsWith("*Type: see dedicated API*", StringComparison.Ordinal)
        group cells by cells[0].Trim() into rows
        select (rows.Key, new PropertyRow(rows.First()[2].Trim(), ScopeOf(rows)));

    /// <summary>A name may have a row for each of the clients.</summary>
    private static PropertyScope ScopeOf(IEnumerable<string[]> rows) => rows
        .Select(static cells => cells[1].Trim() switch { "P" => PropertyScope.Producer, "C" => PropertyScope.Consumer, _ => PropertyScope.Both })
        .Aggregate(static (all, one) => all | one);

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

    private sealed record PropertyRow(string Allowed, PropertyScope Scope);

    [LibraryImport("libc", EntryPoint = "open_memstream")]
    private static unsafe partial nint OpenMemoryStream(nint* text, nuint* length);

    [LibraryImport("libc", EntryPoint = "fclose")]
    private static partial int CloseFile(nint file);
}
