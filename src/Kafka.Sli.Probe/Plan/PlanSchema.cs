using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Kafka.Sli.Probe.Plan;

/// <summary>The JSON Schema of a plan, made from the types that it is read into.</summary>
internal static class PlanSchema
{
    private const string Name = "^[A-Za-z0-9._-]{1,100}$";

    private static readonly JsonSerializerOptions Readable = new() { WriteIndented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Text()
    {
        var root = OfPart(typeof(PlanDocument));
        root.Insert(0, "$schema", "https://json-schema.org/draft/2020-12/schema");
        root.Insert(1, "title", "A plan of kafka-sli-probe");
        root["$defs"] = new JsonObject
        {
            ["value"] = new JsonObject { ["type"] = Any("string", "number", "boolean") },
            ["values"] = new JsonObject
            {
                ["anyOf"] = Array(
                    Reference("value"),
                    new JsonObject { ["type"] = "array", ["minItems"] = 1, ["items"] = Reference("value") }),
            },
            ["properties"] = OfClientProperties("value"),
        };
        return root.ToJsonString(Readable) + "\n";
    }

    private static JsonObject OfPart(Type type)
    {
        var keys = PlanKeys.Of(type);
        var properties = new JsonObject();
        foreach (var (property, key) in keys.All)
        {
            var schema = OfValue(property.PropertyType);
            schema.Insert(0, "description", key.Description);
            properties[key.Name] = schema;
        }

        if (keys.Rest is not null)
        {
            foreach (var name in LibrdkafkaPropertyTable.Names.Order(StringComparer.Ordinal))
            {
                properties[name] = Reference("value");
            }
        }

        var part = new JsonObject { ["type"] = Any("object", "null"), ["properties"] = properties };
        part["additionalProperties"] = keys.Rest is null ? false : Reference("value");
        if (keys.All.Any(k => k.Key.IsRequired))
        {
            part["type"] = "object";
            part["required"] = Array([.. keys.All.Where(k => k.Key.IsRequired).Select(k => JsonValue.Create(k.Key.Name))]);
        }

        return part;
    }

    private static JsonObject OfValue(Type type) => type switch
    {
        _ when type == typeof(PropertyMap) => Reference("properties"),
        _ when type == typeof(PlanMatrix) => OfClientProperties("values"),
        _ when type == typeof(IReadOnlyList<Located<string>>) => new() { ["type"] = "array", ["items"] = new JsonObject { ["type"] = "string" } },
        _ when typeof(INamedParts).IsAssignableFrom(type) => new()
        {
            ["type"] = "object",
            ["minProperties"] = 1,
            ["propertyNames"] = new JsonObject { ["pattern"] = Name },
            ["additionalProperties"] = OfPart(type.GetGenericArguments()[0]),
        },
        _ when Nullable.GetUnderlyingType(type) is { } located => OfWord(located.GetGenericArguments()[0]),
        _ => OfPart(type),
    };

    private static JsonObject OfClientProperties(string of)
    {
        var properties = new JsonObject();
        foreach (var name in LibrdkafkaPropertyTable.Names.Order(StringComparer.Ordinal))
        {
            properties[name] = Reference(of);
        }

        return new() { ["type"] = Any("object", "null"), ["properties"] = properties, ["additionalProperties"] = Reference(of) };
    }

    /// <summary>A number or a boolean is a word as well as a text is.</summary>
    private static JsonObject OfWord(Type type) => type.IsEnum
        ? new() { ["enum"] = Array([.. Enum.GetNames(type).Select(n => JsonValue.Create(n.ToLowerInvariant()))]) }
        : type == typeof(string) ? new() { ["type"] = "string" }
        : type == typeof(Switch) ? new() { ["type"] = "boolean" }
        : type == typeof(Count) ? new() { ["type"] = "integer", ["minimum"] = 1, ["maximum"] = 1_000_000 }
        : new() { ["type"] = "string", ["pattern"] = $"{Pattern(type)}|\\$\\{{" };

    private static string Pattern(Type type) => (string)type.GetProperty(nameof(IPlanValue<>.Pattern))!.GetValue(null)!;

    private static JsonObject Reference(string definition) => new() { ["$ref"] = $"#/$defs/{definition}" };

    private static JsonArray Any(params string[] types) => Array([.. types.Select(t => JsonValue.Create(t))]);

    private static JsonArray Array(params JsonNode[] nodes) => new(nodes);
}
