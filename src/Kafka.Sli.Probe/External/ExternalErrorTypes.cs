namespace Kafka.Sli.Probe.External;

/// <summary>Values of <c>error.type</c> for what an external client calls its errors. A client that makes up a new name for each makes no series of them.</summary>
internal sealed class ExternalErrorTypes
{
    /// <summary>By the semantic conventions, what has no name of its own.</summary>
    public const string Other = "_OTHER";

    private const int Most = 100;
    private const int Longest = 100;

    private readonly HashSet<string> _known = [];

    public string Of(string? error)
    {
        if (error is not { Length: > 0 and <= Longest } || !error.All(static c => char.IsAsciiLetterOrDigit(c) || c is '_' or '.' or '$'))
        {
            return Other;
        }

        var type = KafkaErrorNames.Of(error);
        return _known.Contains(type) || (_known.Count < Most && _known.Add(type)) ? type : Other;
    }
}
