using System.Text.Json;
using Confluent.Kafka.Admin;
using Kafka.Sli.Lab.Report;

namespace Kafka.Sli.Lab.Security;

/// <summary>A probe with the rights that the documentation lists, and no others, over TLS and SCRAM.</summary>
[Collection(nameof(OneCluster))]
public sealed class SecuredProbeTests
{
    private const string Prefix = "secured";

    private readonly SharedCluster _shared;

    public SecuredProbeTests(SharedCluster shared) => _shared = shared;

    [Fact]
    public async Task With_the_documented_rights_it_creates_its_topic_and_measures_it_and_tells_no_secret()
    {
        var cluster = await _shared.StartAsync();
        await using var rights = await Rights.GiveAsync(cluster, LabUser.Probe, DocumentedRights.All(Prefix));
        await using var leftover = new Leftover(cluster, SecuredProbe.Topic(Prefix));
        var logIn = LogIn.As(LabUser.Probe, cluster);

        await using var check = new SecuredProbe(cluster, logIn, Prefix, "check", "PLAN", "--connect");
        var (checkedWith, output, _) = await check.EndAsync();
        await using var once = new SecuredProbe(cluster, logIn, Prefix, "once", "PLAN", "--for", "3s", "--json", "--junit", "JUNIT", "--listen", "127.0.0.1:0");
        var (exitCode, json, errors) = await once.EndAsync();

        Assert.Contains($"topic {SecuredProbe.Topic(Prefix)}: does not exist, and will be created", output, StringComparison.Ordinal);
        Assert.Equal((0, 0), (checkedWith, exitCode));
        Assert.True(File.Exists(once.JUnitFile));
        using var document = JsonDocument.Parse(json);
        var cell = document.RootElement.GetProperty("cells")[0];
        Assert.Equal(JsonValueKind.Null, cell.GetProperty("last_error").ValueKind);
        Assert.InRange(cell.GetProperty("messages").GetProperty("delivered").GetInt64(), 100, 200);
        Assert.Equal(0, cell.GetProperty("messages").GetProperty("lost").GetInt64());
        Assert.DoesNotContain("refused", errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_right_that_is_taken_away_while_it_runs_is_named_and_what_it_forbids_is_bad()
    {
        var cluster = await _shared.StartAsync();
        var topic = SecuredProbe.Topic(Prefix);
        await using var rights = await Rights.GiveAsync(cluster, LabUser.Probe, DocumentedRights.All(Prefix));
        await using var leftover = new Leftover(cluster, topic);
        await using var run = new SecuredProbe(cluster, LogIn.As(LabUser.Probe, cluster), Prefix, "run", "PLAN", "--listen", "127.0.0.1:0");
        await cluster.Admin.UntilAsync(async () => (await run.ScrapeAsync()).Contains("kafka_sli_offset_commit_duration_seconds_count", StringComparison.Ordinal), "it does not commit");

        var write = await WithoutAsync(run, ResourceType.Topic, topic, AclOperation.Write, $"topic {topic}: sends are refused (Broker: Topic authorization failed); allow the probe to WRITE to it");
        var read = await WithoutAsync(run, ResourceType.Topic, topic, AclOperation.Read, $"topic {topic}: reads are refused (");
        var join = await WithoutAsync(run, ResourceType.Group, $"{topic}-group", AclOperation.Read, $"group {topic}-group: the probe may not be a member (");
        var metrics = await run.ScrapeAsync();
        run.Process.SignalTerminate();
        var (exitCode, _, errors) = await run.EndAsync();

        foreach (var (what, indicator, error, after) in new[] { ("WRITE of the topic", "produce", "TopicAuthorizationFailed", write), ("READ of the topic", "consume", "TopicAuthorizationFailed", read), ("READ of the group", "offset_commit", "GroupAuthorizationFailed", join) })
        {
            var line = errors.Split('\n').First(l => l.Contains(what.StartsWith("WRITE", StringComparison.Ordinal) ? "sends are" : what.EndsWith("topic", StringComparison.Ordinal) ? "reads are" : "may not be a member", StringComparison.Ordinal));
            LabReport.Security.Add($"{what} taken away", "probe run", SecuredProbe.Table(line), Figure.Seconds(after), indicator == "consume" ? "kafka.sli.consume.errors" : "failed", error);
            Assert.Matches($"(?m)^kafka_sli_{indicator}_(errors_total|duration_seconds_count)\\{{[^}}]*error_type=\"{error}\"[^}}]*\\}} [1-9]", metrics);
        }

        Assert.Matches("(?m)^kafka_sli_produce_duration_seconds_count\\{[^}]*kafka_sli_outcome=\"failed\"[^}]*\\}", metrics);
        Assert.Matches("(?m)^kafka_sli_events_total\\{[^}]*kafka_sli_objective=\"produce-500ms\"[^}]*kafka_sli_verdict=\"bad\"[^}]*\\} [1-9]", metrics);
        Assert.Equal(1, exitCode);
    }

    /// <returns>After how many seconds it said so.</returns>
    private async Task<double> WithoutAsync(SecuredProbe run, ResourceType type, string name, AclOperation operation, string says)
    {
        await using var denied = await Rights.DenyAsync(await _shared.StartAsync(), LabUser.Probe, type, name, operation);
        var since = run.Elapsed;
        await run.Process.Says($"kafka-sli-probe: cell main/default/steady: {says}");
        return run.Elapsed - since;
    }
}
