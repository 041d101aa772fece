using System.Text.Json;

namespace Kafka.Sli.Probe.Tests.External;

/// <summary>A client of the user's own, as the plan has it started: here a shell's, which sends to nobody and says that all went well.</summary>
public sealed class OwnClientTests : IDisposable
{
    private const string Client = """
        now() { read -r up rest </proc/uptime; echo "${up%.*}${up#*.}0000000"; }
        say() { printf '%s\n' "{\"event\":\"$1\"${2:+,$2}}"; }
        while read -r line; do
          case $line in
            *'"do":"configure"'*'"producer":{"greeting":"hello"}'*) say ready '"protocol":1,"client":"shell","version":"1"' ;;
            *'"do":"configure"'*) say fatal '"text":"greeting: there is none; say hello"'; exit 1 ;;
            *'"do":"read"'*)
              say subscribed "\"at\":$(now)"
              say assigned "\"at\":$(now),\"partitions\":[{\"partition\":0,\"offset\":0,\"resumed\":false}]" ;;
            *'"do":"send"'*)
              number=0
              while [ $number -lt 20 ]; do
                number=$((number + 1)) at=$(now)
                say begun "\"at\":$at,\"partition\":0,\"number\":$number,\"due\":$at"
                sleep 0.02
                say settled "\"at\":$(now),\"partition\":0,\"number\":$number,\"outcome\":\"ok\""
              done ;;
            *'"do":"commit"'*)
              sleep 0.02 # Its clock has hundredths, and no commit begins before it was asked for.
              id=${line#*'"id":'} at=$(now)
              say committed "\"id\":${id%%[!0-9]*},\"start\":$at,\"at\":$at,\"positions\":[],\"outcome\":\"ok\"" ;;
            *'"do":"find_ends"'*) say done '"what":"find_ends","ends":[],"complete":true' ;;
            *'"do":"stop_sending"'*) say done '"what":"stop_sending","unsent":0' ;;
            *'"do":"flush"'*) say done '"what":"flush"' ;;
            *'"do":"close_streams"'*) say done '"what":"close_streams","complete":true' ;;
            *'"do":"stop_reading"'*) say done '"what":"stop_reading"' ;;
            *'"do":"leave"'*) say done '"what":"leave","complete":true'; exit 0 ;;
          esac
        done
        """;

    private readonly string _folder = Directory.CreateTempSubdirectory().FullName;

    public OwnClientTests() => File.WriteAllText(Path.Combine(_folder, "client.sh"), Client);

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task It_is_measured_by_what_it_says()
    {
        Assert.SkipUnless(File.Exists("/proc/uptime"), "The shell's client reads the clock where Linux shows it.");

        var (exitCode, output, errors) = await ProbeProcess.RunAsync("once", Plan("[sh, client.sh]", "hello"), "--for", "4s", "--json", "--listen", "127.0.0.1:0");

        Assert.Equal(0, exitCode);
        Assert.DoesNotContain("of its client", errors, StringComparison.Ordinal);
        using var document = JsonDocument.Parse(output);
        var produce = Assert.Single(document.RootElement.GetProperty("cells").EnumerateArray()).GetProperty("indicators").EnumerateArray().First(i => i.GetProperty("sli").GetString() == "produce");
        Assert.Equal(20, produce.GetProperty("count").GetInt64());
    }

    [Theory]
    [InlineData("[sh, client.sh]", "good day", "here/mine/default: greeting: there is none; say hello")]
    [InlineData("[./client.sh]", "hello", "client.sh cannot be started: ")]
    [InlineData("[no-such-program]", "hello", "here/mine/default: client: no-such-program cannot be started: ")]
    public async Task Check_tries_it_and_tells_what_it_says_with_its_place(string command, string greeting, string told)
    {
        var plan = Plan(command, greeting);

        var (exitCode, _, errors) = await ProbeProcess.RunAsync("check", plan);

        Assert.Equal(2, exitCode);
        var line = Assert.Single(errors.TrimEnd().Split('\n'));
        Assert.StartsWith($"{plan}:4:3: profiles.mine: ", line, StringComparison.Ordinal);
        Assert.Contains(told, line, StringComparison.Ordinal);
    }

    private string Plan(string command, string greeting)
    {
        var path = Path.Combine(_folder, "plan.yaml");
        File.WriteAllText(path, $$"""
            clusters:
              here: { bootstrap.servers: embedded }
            profiles:
              mine: { client: external, command: {{command}}, producer: { greeting: {{greeting}} } }
            objectives: [ "produce: 99% < 5s" ]
            """);
        return path;
    }
}
