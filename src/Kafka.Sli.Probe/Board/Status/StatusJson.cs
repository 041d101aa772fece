using System.Text.Json.Serialization;

namespace Kafka.Sli.Probe.Board;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(StatusDocument))]
[JsonSerializable(typeof(IReadOnlyList<CellSample>))]
internal sealed partial class StatusJson : JsonSerializerContext;
