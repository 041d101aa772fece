using System.Runtime.InteropServices;

[assembly: DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]

namespace Kafka.Sli.Probe.Embedded;

/// <summary>What we call of librdkafka ourselves, past Confluent.Kafka, which exposes neither its mock cluster nor its check of properties.</summary>
internal static partial class Librdkafka
{
    public const int ErrorTextSize = 512;

    private const string Library = "librdkafka";
    private const int ProducerType = 0;

    static Librdkafka() => NativeLibrary.SetDllImportResolver(
        typeof(Librdkafka).Assembly,
        static (name, assembly, _) => name == Library ? LibrdkafkaFile.Load(assembly) : 0);

    /// <summary>On success the client owns the configuration.</summary>
    public static nint NewProducer(ConfHandle conf, Span<byte> error) => New(ProducerType, conf, error, (nuint)error.Length);

    [LibraryImport(Library, EntryPoint = "rd_kafka_destroy")]
    public static partial void Destroy(nint client);

    [LibraryImport(Library, EntryPoint = "rd_kafka_conf_new")]
    public static partial nint ConfNew();

    [LibraryImport(Library, EntryPoint = "rd_kafka_conf_destroy")]
    public static partial void ConfDestroy(nint conf);

    [LibraryImport(Library, EntryPoint = "rd_kafka_conf_set_log_cb")]
    public static partial void ConfSetLogCallback(ConfHandle conf, nint callback);

    public static ConfResult ConfSet(ConfHandle conf, string name, string value, Span<byte> error) =>
        ConfSet(conf, name, value, error, (nuint)error.Length);

    /// <summary>The length is what there is room for, and then what was needed.</summary>
    [LibraryImport(Library, EntryPoint = "rd_kafka_conf_get", StringMarshalling = StringMarshalling.Utf8)]
    public static partial ConfResult ConfGet(ConfHandle conf, string name, Span<byte> value, ref nuint length);

    /// <summary>Name, value, name, value...; <paramref name="count"/> is of both together.</summary>
    [LibraryImport(Library, EntryPoint = "rd_kafka_conf_dump")]
    public static unsafe partial byte** ConfDump(ConfHandle conf, out nuint count);

    [LibraryImport(Library, EntryPoint = "rd_kafka_conf_dump_free")]
    public static unsafe partial void ConfDumpFree(byte** dump, nuint count);

    [LibraryImport(Library, EntryPoint = "rd_kafka_conf_properties_show")]
    public static partial void ConfPropertiesShow(nint file);

    [LibraryImport(Library, EntryPoint = "rd_kafka_conf_set", StringMarshalling = StringMarshalling.Utf8)]
    private static partial ConfResult ConfSet(ConfHandle conf, string name, string value, Span<byte> error, nuint errorSize);

    [LibraryImport(Library, EntryPoint = "rd_kafka_new")]
    private static partial nint New(int type, ConfHandle conf, Span<byte> error, nuint errorSize);
}
