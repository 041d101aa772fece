using System.Text.Json;
using System.Text.Json.Nodes;
using Kafka.Sli.Probe.External;

namespace Kafka.Sli.Probe.Tests.External;

/// <summary>A client's process that says what a test has it say, and takes down what it is told.</summary>
internal sealed class SpokenProcess : IExternalProcess
{
    private readonly List<JsonNode> _commands = [];
    private Action<string?> _heard = static _ => { };
    private Action<string> _ended = static _ => { };
    private bool _isOver;

    /// <summary>Answers a command as it comes.</summary>
    public Func<JsonNode, IEnumerable<object>> Answer { get; set; } = static _ => [];

    /// <summary>Whether it reads what it is told.</summary>
    public bool TakesCommands { get; set; } = true;

    public bool WasKilled { get; private set; }

    public IReadOnlyList<JsonNode> Commands
    {
        get
        {
            lock (_commands)
            {
                return [.. _commands];
            }
        }
    }

    /// <summary>As an <see cref="ExternalProcessFactory"/>.</summary>
    public IExternalProcess Build(Action<string?> heard, Action<string> ended)
    {
        (_heard, _ended) = (heard, ended);
        return this;
    }

    public void Start()
    {
    }

    public bool Write(string line)
    {
        if (!TakesCommands)
        {
            return false;
        }

        var command = JsonNode.Parse(line)!;
        lock (_commands)
        {
            _commands.Add(command);
        }

        foreach (var answer in Answer(command))
        {
            Says(answer);
        }

        return true;
    }

    public void Kill()
    {
        WasKilled = true;
        Ends("killed");
    }

    public void Ends(string why)
    {
        if (!_isOver)
        {
            _isOver = true;
            _ended(why);
        }
    }

    public void Says(object told) => SaysLine(JsonSerializer.Serialize(told));

    public void SaysLine(string? line) => _heard(line);

    public void Dispose() => Ends("disposed of");
}
