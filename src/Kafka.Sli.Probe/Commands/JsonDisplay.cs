using Kafka.Sli.Probe.Board;

namespace Kafka.Sli.Probe.Commands;

/// <summary>One JSON document at the end on standard output; whatever else there is to say goes to standard error.</summary>
internal sealed class JsonDisplay : RunDisplay
{
    public JsonDisplay(RunReport report, WebHost host)
        : base(report, host)
    {
    }

    public override async Task ShowAsync(Task end)
    {
        foreach (var line in Introduction())
        {
            StandardError.WriteLine(line);
        }

        await end;
    }

    protected override void WriteSummary() => Console.Out.WriteLine(RunDocument.Of(Report).ToJson());
}
