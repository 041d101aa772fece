using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Kafka.Sli.Probe.Commands;

/// <summary>How the documents are written that commands end with.</summary>
[JsonSerializable(typeof(RunDocument))]
[JsonSerializable(typeof(CompareDocument))]
internal sealed partial class DocumentJson : JsonSerializerContext
{
    public static DocumentJson Readable { get; } = new(new JsonSerializerOptions
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        WriteIndented = true,
        NewLine = "\n",

        // The document is no part of a web page, so its objectives may say "<".
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    });
}
