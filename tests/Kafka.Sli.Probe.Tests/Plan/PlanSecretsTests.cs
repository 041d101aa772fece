using Kafka.Sli.Probe.Commands;
using Kafka.Sli.Probe.Plan;

namespace Kafka.Sli.Probe.Tests.Plan;

public sealed class PlanSecretsTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory().FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("plain", "plain")]
    [InlineData("${NAME}", "hunter2")]
    [InlineData("a${NAME}b${OTHER:-x}", "ahunter2bx")]
    [InlineData("${EMPTY:-x}", "x")]
    [InlineData("file:secret", "from file")]
    public void What_stands_for_something_else_is_that(string written, string resolved)
    {
        File.WriteAllText(Path.Combine(_folder, "secret"), "from file\n");

        Assert.Equal(resolved, Secrets().Resolve(written, out var fault));
        Assert.Null(fault);
    }

    [Theory]
    [InlineData("${NO_SUCH}", "the variable NO_SUCH is not set; set it, or write ${NO_SUCH:-default}")]
    [InlineData("file:no-such", "no-such cannot be read: Could not find file")]
    [InlineData("file:/dev/zero", "/dev/zero is no file of at most 1 MiB")]
    public void What_it_stands_for_may_not_be_there(string written, string expected)
    {
        Assert.Null(Secrets().Resolve(written, out var fault));
        Assert.StartsWith(expected, fault, StringComparison.Ordinal);
    }

    [Fact]
    public void What_was_resolved_is_hidden_line_by_line()
    {
        File.WriteAllText(Path.Combine(_folder, "pem"), "-----BEGIN KEY-----\nabcdefgh\n");
        var secrets = Secrets();
        secrets.Resolve("${NAME}", out _);
        secrets.Resolve("file:pem", out _);

        Assert.Equal("*** and ***, but x", secrets.Hide("hunter2 and abcdefgh, but x"));
    }

    [Fact]
    public void A_password_is_struck_out_and_the_name_of_a_user_only_where_it_comes_from_elsewhere()
    {
        const string Text = "the probe, hunter2 and written";

        var (open, _) = PlanFile.Parse("clusters: { a: { bootstrap.servers: 'k:1', sasl.username: probe, sasl.password: written } }", _folder, static _ => null);
        var (closed, _) = PlanFile.Parse("clusters: { a: { bootstrap.servers: 'k:1', sasl.username: '${NAME}', sasl.password: written } }", _folder, static _ => "hunter2");
        var options = OptionPlan.Parse("k:1", ["sasl.username=probe", "sasl.password=written"], "t", "1", "1", []);

        Assert.Equal("the probe, hunter2 and ***", open!.Secrets.Hide(Text));
        Assert.Equal("the probe, *** and ***", closed!.Secrets.Hide(Text));
        Assert.Equal("the probe, hunter2 and ***", options.Secrets.Hide(Text));
    }

    private PlanSecrets Secrets() => new(_folder, static name => name switch { "NAME" => "hunter2", "EMPTY" => "", _ => null });
}
