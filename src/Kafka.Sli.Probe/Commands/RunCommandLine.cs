using System.CommandLine;

namespace Kafka.Sli.Probe.Commands;

/// <summary>The options of <c>run</c>. Their values are texts here, so that what is wrong with one is told in our words.</summary>
internal sealed class RunCommandLine
{
    private readonly Option<string?> _bootstrap = new("--bootstrap")
    {
        Description = "The cluster to measure, as host:port[,host:port...]. Without it a cluster of three brokers is started inside the process.",
        HelpName = "host:port",
    };

    private readonly Option<string[]> _properties = new("--property")
    {
        Description = "Any librdkafka property, for producer and consumer. May be repeated.",
        HelpName = "key=value",
    };

    private readonly Option<string> _topic = new("--topic")
    {
        Description = "The topic to measure with. It is created when it does not exist.",
        HelpName = "name",
        DefaultValueFactory = _ => RunSettings.DefaultTopic,
    };

    private readonly Option<string> _rate = new("--rate")
    {
        Description = "Messages per second, sent on a fixed schedule whatever the cluster does.",
        HelpName = "number",
        DefaultValueFactory = _ => RunSettings.DefaultRate,
    };

    private readonly Option<string> _size = new("--size")
    {
        Description = "The size of a message's value in bytes, at least 16.",
        HelpName = "bytes",
        DefaultValueFactory = _ => RunSettings.DefaultSize,
    };

    private readonly Option<string?> _duration = new("--for")
    {
        Description = "How long to send, such as 10s or 5m. Without it until Ctrl+C or SIGTERM.",
        HelpName = "duration",
    };

    private readonly Option<string[]> _objectives = new("--objective")
    {
        Description = $"What is promised, such as \"produce: 99.9% < 500ms\". May be repeated. Without it: {string.Join("; ", RunSettings.DefaultObjectives)}.",
        HelpName = "objective",
    };

    private readonly Option<string?> _listen = new("--listen")
    {
        Description = $"Where /metrics and /healthz are served; port 0 takes a free one. By default OTEL_EXPORTER_PROMETHEUS_HOST and _PORT, or {RunSettings.DefaultListen}.",
        HelpName = "address:port",
    };

    private readonly Option<bool> _json = new("--json")
    {
        Description = "Prints one JSON document at the end on standard output, and nothing else there.",
    };

    public Command AddTo(Command command)
    {
        foreach (var option in (Option[])[_bootstrap, _properties, _topic, _rate, _size, _duration, _objectives, _listen, _json])
        {
            command.Options.Add(option);
        }

        command.SetAction((parsed, _) => RunCommand.RunAsync(Read(parsed)));
        return command;
    }

    private RunSettings Read(ParseResult parsed) => RunSettings.Parse(
        parsed.GetValue(_bootstrap),
        parsed.GetValue(_properties) ?? [],
        parsed.GetValue(_topic)!,
        parsed.GetValue(_rate)!,
        parsed.GetValue(_size)!,
        parsed.GetValue(_duration),
        parsed.GetValue(_objectives) ?? [],
        parsed.GetValue(_listen),
        parsed.GetValue(_json));
}
