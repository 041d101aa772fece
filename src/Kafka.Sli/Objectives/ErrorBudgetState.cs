using System.Text.Json;
using System.Text.Json.Serialization;

namespace Kafka.Sli.Objectives;

/// <summary>What is kept of all error budgets between two lives of a process, and how it is written: as JSON, with a format and a version.</summary>
internal sealed record ErrorBudgetState
{
    private const string OurFormat = "kafka-sli-error-budget";
    private const int OurVersion = 1;
    private const long MostEvents = 1L << 53;

    /// <summary>Some 14,000 years: what is added to it still is a time.</summary>
    private const long MostTicks = 1L << 62;

    public string Format { get; init; } = OurFormat;

    public int Version { get; init; } = OurVersion;

    /// <summary>The wall time of saving.</summary>
    public required DateTimeOffset SavedAt { get; init; }

    /// <summary>The budgets' own time at saving, in ticks.</summary>
    public required long Elapsed { get; init; }

    public required IReadOnlyList<OfObjective> Objectives { get; init; }

    /// <exception cref="FormatException">It is torn, or not ours.</exception>
    public static ErrorBudgetState Read(ReadOnlySpan<byte> json)
    {
        ErrorBudgetState? state;
        try
        {
            state = JsonSerializer.Deserialize(json, ErrorBudgetStateJson.Default.ErrorBudgetState);
        }
        catch (JsonException e)
        {
            throw new FormatException($"it cannot be read: {e.Message}", e);
        }

        return state?.Fault() is { } fault ? throw new FormatException(fault) : state ?? throw new FormatException("it is empty");
    }

    public byte[] Write() => JsonSerializer.SerializeToUtf8Bytes(this, ErrorBudgetStateJson.Default.ErrorBudgetState);

    private string? Fault() => this switch
    {
        { Format: not OurFormat } => $"its format is '{Format}', not '{OurFormat}'",
        { Version: not OurVersion } => $"its version is {Version}, not {OurVersion}",
        { Elapsed: < 0 } => $"its elapsed time, {Elapsed}, is negative",
        { Elapsed: > MostTicks } => $"its elapsed time, {Elapsed}, is longer than there can be",
        { Objectives: null } => "it has no objectives",
        _ => Objectives.Select(o => o?.Fault() ?? (o is null ? "an objective is null" : null)).FirstOrDefault(fault => fault is not null),
    };

    internal sealed record OfObjective
    {
        public required string Name { get; init; }

        /// <summary>Which events it counts: what was kept is of no use to an objective that counts others.</summary>
        public required string Counted { get; init; }

        public required IReadOnlyList<OfWindow> Windows { get; init; }

        public string? Fault() =>
            Windows is not { Count: > 0 } ? $"the objective '{Name}' has no windows"
            : Windows.All(w => w is { IsSound: true }) ? null : $"a window of the objective '{Name}' is not whole";
    }

    internal sealed record OfWindow
    {
        /// <summary>The length, in ticks.</summary>
        public required long Length { get; init; }

        /// <summary>The good events of each bucket, the oldest first.</summary>
        public required IReadOnlyList<long> Good { get; init; }

        /// <summary>The bad events of each bucket, the oldest first.</summary>
        public required IReadOnlyList<long> Bad { get; init; }

        [JsonIgnore]
        public bool IsSound => Length > 0
            && Good?.Count == SlidingWindow.Buckets + 1
            && Bad?.Count == Good.Count
            && Good.Concat(Bad).All(n => n is >= 0 and <= MostEvents);
    }
}

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(ErrorBudgetState))]
internal sealed partial class ErrorBudgetStateJson : JsonSerializerContext;
