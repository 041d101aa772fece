namespace Kafka.Sli.Probe.External;

/// <summary>What an external client wrote that is no event: each is told with its place, the first ones, and counted.</summary>
internal sealed class ExternalFaults
{
    /// <summary>After so many it is not worth to be listened to.</summary>
    public const int Most = 100;

    private const int MostTold = 5;
    private const int Shown = 120;

    private readonly Action<string> _tell;
    private readonly Action _count;
    private long _line;

    /// <param name="tell">Takes a line for whoever watches.</param>
    /// <param name="count">Counts one.</param>
    public ExternalFaults(Action<string> tell, Action count) => (_tell, _count) = (tell, count);

    public int Count { get; private set; }

    public bool AreTooMany => Count > Most;

    public void NextLine() => _line++;

    public void Add(string fault, string? line)
    {
        Count++;
        _count();
        if (Count <= MostTold)
        {
            _tell($"line {_line} of its client: {fault}{(line is null ? "" : $": {Cut(line)}")}{(Count == MostTold ? "; what comes more is counted only" : "")}");
        }
    }

    private static string Cut(string line)
    {
        var shown = string.Concat(line.Take(Shown).Select(c => char.IsControl(c) ? ' ' : c));
        return line.Length > Shown ? $"{shown} ..." : shown;
    }
}
