namespace Kafka.Sli.Probe.External;

/// <summary>What an external client wrote that is no event: each is told with its place, the first ones, and counted.</summary>
internal sealed class ExternalFaults
{
    /// <summary>After so many it is not worth to be listened to.</summary>
    public const int Most = 100;

    private const int MostTold = 5;
    private const int Shown = 120;

    private readonly Func<string, string> _hide;
    private readonly Action<string> _tell;
    private readonly Action _count;
    private long _line;

    /// <param name="hide">Takes out of a text what nobody may see.</param>
    /// <param name="tell">Takes a line for whoever watches.</param>
    /// <param name="count">Counts one.</param>
    public ExternalFaults(Func<string, string> hide, Action<string> tell, Action count) => (_hide, _tell, _count) = (hide, tell, count);

    public int Count { get; private set; }

    public bool AreTooMany => Count > Most;

    public void NextLine() => _line++;

    public void Add(string fault, string? line)
    {
        Count++;
        _count();
        if (Count <= MostTold)
        {
            _tell($"line {_line} of its client: {fault}{(line is null ? "" : $": {ExternalText.OneLine(_hide(line), Shown)}")}{(Count == MostTold ? "; what comes more is counted only" : "")}");
        }
    }
}
