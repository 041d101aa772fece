using System.Text.Json;
using System.Text.Json.Serialization;

namespace Kafka.Sli.Probe.External;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(ExternalEvent))]
[JsonSerializable(typeof(ExternalCommand))]
[JsonSerializable(typeof(AssignedPartition))]
internal sealed partial class ExternalJson : JsonSerializerContext
{
    /// <returns>The line without its end.</returns>
    public static string Write(ExternalCommand command) => JsonSerializer.Serialize(command, Default.ExternalCommand);

    /// <returns><see langword="null"/> for what is none.</returns>
    public static ExternalEvent? Read(string line)
    {
        try
        {
            return JsonSerializer.Deserialize(line, Default.ExternalEvent);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <returns><see langword="null"/> for what is none.</returns>
    public static AssignedPartition? ReadAssigned(JsonElement partition)
    {
        try
        {
            return partition.Deserialize(Default.AssignedPartition);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
