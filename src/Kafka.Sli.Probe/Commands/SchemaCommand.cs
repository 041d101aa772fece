using System.CommandLine;
using Kafka.Sli.Probe.Plan;

namespace Kafka.Sli.Probe.Commands;

/// <summary>Prints the JSON Schema of a plan, by which editors complete one.</summary>
internal static class SchemaCommand
{
    public static Command Command()
    {
        var command = new Command("schema", "Prints the JSON Schema of a plan, by which editors complete and check one.");
        command.SetAction(_ => Console.Out.Write(PlanSchema.Text()));
        return command;
    }
}
