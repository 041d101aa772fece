using System.CommandLine;

namespace Kafka.Sli.Probe.Commands;

/// <summary>Prints what makes a shell complete the command line. The shell asks the probe itself each time, so that it knows what this version knows.</summary>
internal static class CompletionCommand
{
    private static readonly Dictionary<string, string> Scripts = new()
    {
        ["bash"] = """
            _kafka_sli_probe() {
              local IFS=$'\n'
              COMPREPLY=($(compgen -W "$(kafka-sli-probe "[suggest:${COMP_POINT}]" "${COMP_LINE}" 2>/dev/null)" -- "${COMP_WORDS[COMP_CWORD]}"))
            }
            complete -o default -F _kafka_sli_probe kafka-sli-probe
            """,
        ["zsh"] = """
            _kafka_sli_probe() {
              compadd -- ${(f)"$(kafka-sli-probe "[suggest:${CURSOR}]" "${BUFFER}" 2>/dev/null)"}
              _files
            }
            compdef _kafka_sli_probe kafka-sli-probe
            """,
        ["fish"] = """
            complete -c kafka-sli-probe -a '(kafka-sli-probe "[suggest:"(commandline -C)"]" (commandline -cp) 2>/dev/null)'
            """,
    };

    public static Command Command()
    {
        var shell = new Argument<string>("shell") { Description = "bash, zsh or fish." };
        shell.AcceptOnlyFromAmong([.. Scripts.Keys]);
        var command = new Command("completion", "Prints what makes a shell complete this command line.") { shell };
        command.SetAction(parsed => Console.Out.WriteLine(Scripts[parsed.GetValue(shell)!]));
        return command;
    }
}
