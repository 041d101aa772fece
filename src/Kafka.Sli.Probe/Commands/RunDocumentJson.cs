using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Kafka.Sli.Probe.Commands;

[JsonSerializable(typeof(RunDocument))]
internal sealed partial class RunDocumentJson : JsonSerializerContext
{
    public static RunDocumentJson Readable { get; } = new(new JsonSerializerOptions
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        WriteIndented = true,
        NewLine = "\n",

        // The document is no part of a web page, so its objectives may say "<".
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    });
}
