using Kafka.Sli.Lab.Report;

namespace Kafka.Sli.Lab.Security;

/// <summary>A probe that is not let in says so within seconds, with the cause and what would be right, and ends with the documented exit code.</summary>
[Collection(nameof(OneCluster))]
public sealed class RefusedProbeTests
{
    private const string Prefix = "refused";

    /// <summary>Of seconds; the bound is for a machine that is busy with something else.</summary>
    private const double Soon = 30;

    private readonly SharedCluster _shared;

    public RefusedProbeTests(SharedCluster shared) => _shared = shared;

    [Theory]
    [InlineData(Fault.WrongCa, "the certificate of 127\\.0\\.0\\.1:\\d+ is issued by 'CN=Kafka\\.Sli lab', which is not among those that are trusted; give ssl\\.ca\\.location the certificate of that authority")]
    [InlineData(Fault.ExpiredCertificate, "the certificate of 127\\.0\\.0\\.1:\\d+ expired on \\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\dZ; have it renewed")]
    [InlineData(Fault.WrongPassword, "the cluster does not let the probe log in \\(.*invalid credentials with SASL mechanism SCRAM-SHA-512.*\\); give the sasl\\.username and sasl\\.password of a user that it knows by this sasl\\.mechanism")]
    [InlineData(Fault.NoRights, "topic refused\\.main\\.default\\.steady: Broker: Topic authorization failed; (the permission DESCRIBE is missing|allow the probe to DESCRIBE it, and to CREATE it where it does not exist)")]
    public async Task It_names_the_cause_within_seconds(Fault fault, string line)
    {
        var cluster = await _shared.StartAsync();
        var logIn = fault.LogInWith(cluster);

        await using var check = new SecuredProbe(cluster, logIn, Prefix, "check", "PLAN", "--connect");
        var (checkedWith, output, _) = await check.EndAsync();
        await using var once = new SecuredProbe(cluster, logIn, Prefix, "once", "PLAN", "--json", "--junit", "JUNIT", "--listen", "127.0.0.1:0");
        var (exitCode, json, errors) = await once.EndAsync();

        LabReport.Security.Add(fault.Name(), "probe check --connect", SecuredProbe.Table(output.TrimEnd('\n').Split('\n')[^1]), Figure.Seconds(check.Elapsed), "exit code 3", "");
        LabReport.Security.Add(fault.Name(), "probe once", SecuredProbe.Table(errors), Figure.Seconds(once.Elapsed), "exit code 3", "");
        Assert.Matches($"(?m)^main: .*{line}$", output);
        Assert.Matches($"^kafka-sli-probe: cluster main: .*{line}\n$", errors);
        Assert.Empty(json);
        Assert.Equal((3, 3), (checkedWith, exitCode));
        Assert.InRange(check.Elapsed, 0, Soon);
        Assert.InRange(once.Elapsed, 0, Soon);
    }

    [Fact]
    public async Task A_group_that_it_may_not_join_is_named_within_seconds()
    {
        var cluster = await _shared.StartAsync();
        var topic = SecuredProbe.Topic(Prefix);
        await using var rights = await Rights.GiveAsync(cluster, LabUser.Probe, DocumentedRights.All(Prefix));
        await using var leftover = new Leftover(cluster, topic);
        await using var denied = await Rights.DenyAsync(cluster, LabUser.Probe, Confluent.Kafka.Admin.ResourceType.Group, $"{topic}-group", Confluent.Kafka.Admin.AclOperation.Read);
        var logIn = LogIn.As(LabUser.Probe, cluster);

        await using var check = new SecuredProbe(cluster, logIn, Prefix, "check", "PLAN", "--connect");
        var (checkedWith, output, _) = await check.EndAsync();
        await using var run = new SecuredProbe(cluster, logIn, Prefix, "run", "PLAN", "--listen", "127.0.0.1:0");
        var (exitCode, _, errors) = await run.EndAsync();

        LabReport.Security.Add("no READ of the group", "probe run", SecuredProbe.Table(errors), Figure.Seconds(run.Elapsed), "exit code 3", "");
        Assert.Matches($"(?m)^main: group {topic}-group: .*the permission READ is missing, to join it and to commit$", output);
        Assert.Matches($"^kafka-sli-probe: cell main/default/steady: group {topic}-group: the probe may not be a member \\(.*Group authorization failed\\); allow it to READ the group\n$", errors);
        Assert.Equal((3, 3), (checkedWith, exitCode));
        Assert.InRange(run.Elapsed, 0, Soon);
    }
}
