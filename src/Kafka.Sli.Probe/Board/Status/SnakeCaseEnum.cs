using System.Text.Json;
using System.Text.Json.Serialization;

namespace Kafka.Sli.Probe.Board;

/// <summary>By name, as the document's keys are written.</summary>
internal sealed class SnakeCaseEnum<TEnum>() : JsonStringEnumConverter<TEnum>(JsonNamingPolicy.SnakeCaseLower, allowIntegerValues: false)
    where TEnum : struct, Enum;
