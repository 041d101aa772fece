using System.Net;
using System.Net.ServerSentEvents;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Kafka.Sli.Probe.Tests.Board;

public sealed class StatusApiTests(ServedBoard board) : IClassFixture<ServedBoard>
{
    [Fact]
    public async Task The_status_tells_each_objective_of_each_cell_by_window()
    {
        var status = await board.StatusAsync(s => Objective(s, "read").GetProperty("good").GetInt64() > 10);

        Assert.Equal("kafka-sli-probe/status/v1", status.GetProperty("schema").GetString());
        Assert.Equal("seen", status.GetProperty("instance").GetString());
        Assert.Equal("ready", status.GetProperty("probe").GetProperty("state").GetString());
        Assert.True(status.GetProperty("probe").GetProperty("is_alive").GetBoolean());
        var sent = Objective(status, "sent");
        Assert.Equal("produce: 99.9% < 500ms as sent", sent.GetProperty("text").GetString());
        Assert.Equal("produce", sent.GetProperty("sli").GetString());
        Assert.Equal(["5m", "30m", "1h", "2h", "6h", "1d", "3d", "30d"], sent.GetProperty("windows").EnumerateArray().Select(w => w.GetProperty("window").GetString()));
        foreach (var window in sent.GetProperty("windows").EnumerateArray())
        {
            Assert.Equal(sent.GetProperty("good").GetInt64(), window.GetProperty("good").GetInt64());
            Assert.Equal(sent.GetProperty("bad").GetInt64(), window.GetProperty("bad").GetInt64());
        }
    }

    [Fact]
    public async Task The_seconds_of_late_have_the_latencies_that_were_recorded_in_them()
    {
        await board.StatusAsync(s => Cell(s).GetProperty("latest").GetProperty("produce").GetProperty("p50").ValueKind == JsonValueKind.Number);

        using var samples = JsonDocument.Parse(await board.Http.GetStringAsync(ServedBoard.At("api/v1/samples?cell=probe"), TestContext.Current.CancellationToken));

        var recorded = samples.RootElement.EnumerateArray().Select(s => s.GetProperty("produce")).Where(p => p.GetProperty("p50").ValueKind == JsonValueKind.Number).ToArray();
        Assert.NotEmpty(recorded);
        Assert.All(recorded, p => Assert.InRange(p.GetProperty("p50").GetDouble(), 0.0001, p.GetProperty("max").GetDouble()));
        var times = samples.RootElement.EnumerateArray().Select(s => s.GetProperty("at").GetDateTimeOffset()).ToArray();
        Assert.Equal(times.Order(), times);
    }

    [Theory]
    [InlineData("?cell=probes", HttpStatusCode.NotFound, "cell probes: is not one of this plan")]
    [InlineData("", HttpStatusCode.BadRequest, "cell: is missing")]
    public async Task A_cell_that_is_not_known_is_told_in_a_line(string query, HttpStatusCode status, string told)
    {
        using var answer = await board.SendAsync(HttpMethod.Get, $"api/v1/samples{query}");

        Assert.Equal(status, answer.StatusCode);
        Assert.StartsWith(told, JsonNode.Parse(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken))!["detail"]!.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_stream_begins_with_the_status_as_it_is_and_goes_on_by_itself()
    {
        using var stream = await board.Http.GetStreamAsync(ServedBoard.At("api/v1/status/stream"), TestContext.Current.CancellationToken).ContinueWith(s => s.Result, TaskScheduler.Default);

        var told = new List<(string Type, JsonNode Status)>();
        await foreach (var item in SseParser.Create(stream).EnumerateAsync(TestContext.Current.CancellationToken))
        {
            told.Add((item.EventType, JsonNode.Parse(item.Data)!));
            if (told.Count == 4)
            {
                break;
            }
        }

        Assert.All(told, t => Assert.Equal("status", t.Type));
        var times = told.Select(t => t.Status["at"]!.GetValue<DateTimeOffset>()).ToArray();
        Assert.Equal(times.Order().Distinct(), times);
        Assert.True(told[^1].Status["cells"]![0]!["objectives"]![0]!["good"]!.GetValue<long>() > told[0].Status["cells"]![0]!["objectives"]![0]!["good"]!.GetValue<long>());
    }

    [Fact]
    public async Task OpenAPI_describes_every_endpoint_and_every_property_of_what_they_answer()
    {
        var document = JsonNode.Parse(await board.Http.GetStringAsync(ServedBoard.At("openapi/v1.json"), TestContext.Current.CancellationToken))!;

        var operations = document["paths"]!.AsObject().SelectMany(p => p.Value!.AsObject().Select(o => (Path: p.Key, Method: o.Key, Operation: o.Value!))).ToArray();
        Assert.Contains(operations, o => o is { Path: "/api/v1/status", Method: "get" });
        Assert.All(operations, o => Assert.False(string.IsNullOrEmpty(o.Operation["summary"]?.ToString()), $"{o.Method} {o.Path} has no summary"));
        var schemas = document["components"]!["schemas"]!.AsObject().Where(s => s.Key != "ProblemDetails").ToArray();
        Assert.Contains(schemas, s => s.Key == "StatusDocument");
        foreach (var (name, schema) in schemas)
        {
            foreach (var (property, described) in schema!["properties"]?.AsObject() ?? [])
            {
                Assert.True(IsDescribed(described!), $"{name}.{property} has no description");
            }
        }
    }

    [Fact]
    public async Task A_proxy_is_told_not_to_keep_the_stream_back()
    {
        using var answer = await board.Http.GetAsync(ServedBoard.At("api/v1/status/stream"), HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);

        Assert.Equal("text/event-stream", answer.Content.Headers.ContentType?.MediaType);
        Assert.Equal(["no"], answer.Headers.GetValues("X-Accel-Buffering"));
        Assert.True(answer.Headers.CacheControl?.NoCache);
    }

    [Theory]
    [InlineData("/api/v1/clusters/{cluster}/brokers/{broker}/down", "put", "204", "403", "404")]
    [InlineData("/api/v1/clusters/{cluster}/faults", "delete", "204", "403", "404")]
    [InlineData("/healthz", "get", "200", "503")]
    [InlineData("/readyz", "get", "200", "503")]
    [InlineData("/api/v1/samples", "get", "200", "400", "404")]
    public async Task OpenAPI_tells_how_it_can_be_answered(string path, string method, params string[] answers)
    {
        var document = JsonNode.Parse(await board.Http.GetStringAsync(ServedBoard.At("openapi/v1.json"), TestContext.Current.CancellationToken))!;

        Assert.Equal(answers, document["paths"]![path]![method]!["responses"]!.AsObject().Select(r => r.Key).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task What_is_answered_is_what_OpenAPI_describes()
    {
        var document = JsonNode.Parse(await board.Http.GetStringAsync(ServedBoard.At("openapi/v1.json"), TestContext.Current.CancellationToken))!;
        var status = JsonNode.Parse(await board.Http.GetStringAsync(ServedBoard.At("api/v1/status"), TestContext.Current.CancellationToken))!;

        Compare(status, document["components"]!["schemas"]!["StatusDocument"]!, "status");

        void Compare(JsonNode? value, JsonNode described, string place)
        {
            var schema = described["$ref"] is { } reference ? document["components"]!["schemas"]![reference.ToString().Split('/')[^1]]! : described;
            if (schema["oneOf"] is JsonArray alternatives)
            {
                schema = value is null ? alternatives[0]! : alternatives[1]!;
                schema = schema["$ref"] is { } one ? document["components"]!["schemas"]![one.ToString().Split('/')[^1]]! : schema;
            }

            switch (value)
            {
                case JsonObject answered when schema["properties"] is JsonObject properties:
                    Assert.Equal(properties.Select(p => p.Key).Order(StringComparer.Ordinal), answered.Select(p => p.Key).Order(StringComparer.Ordinal));
                    foreach (var (key, inner) in answered)
                    {
                        Compare(inner, properties[key]!, $"{place}.{key}");
                    }

                    break;
                case JsonArray list:
                    Assert.Equal("array", TypeOf(schema).Single(t => t != "null"));
                    foreach (var inner in list)
                    {
                        Compare(inner, schema["items"]!, $"{place}[]");
                    }

                    break;
                case JsonValue when schema["enum"] is JsonArray names:
                    Assert.Contains(value.ToString(), names.Select(n => n!.ToString()));
                    break;
                default:
                    Assert.True(TypeOf(schema).Contains(KindOf(value)) || (KindOf(value) == "integer" && TypeOf(schema).Contains("number")), $"{place} is {KindOf(value)}, and is described as {string.Join(" or ", TypeOf(schema))}");
                    break;
            }
        }
    }

    private static string[] TypeOf(JsonNode schema) => schema["type"] is JsonArray several ? [.. several.Select(t => t!.ToString())] : [schema["type"]?.ToString() ?? "unknown"];

    private static string KindOf(JsonNode? value) => value?.GetValueKind() switch
    {
        null or JsonValueKind.Null => "null",
        JsonValueKind.Number => value.ToJsonString().Contains('.', StringComparison.Ordinal) ? "number" : "integer",
        JsonValueKind.True or JsonValueKind.False => "boolean",
        JsonValueKind.Object => "object",
        _ => "string",
    };

    private static bool IsDescribed(JsonNode property) =>
        property["description"] is not null || (property["oneOf"] is JsonArray either && either.Any(e => e!["description"] is not null));

    private static JsonElement Cell(JsonElement status) => status.GetProperty("cells")[0];

    private static JsonElement Objective(JsonElement status, string name) => Cell(status).GetProperty("objectives").EnumerateArray().Single(o => o.GetProperty("name").GetString() == name);
}
