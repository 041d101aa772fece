using System.Collections.Concurrent;
using System.Diagnostics;
using Confluent.Kafka;
using Confluent.Kafka.Admin;
using Kafka.Sli.Lab.Observing;
using Kafka.Sli.Lab.Report;

namespace Kafka.Sli.Lab.Security;

/// <summary>A service whose clients are not let in, or not let do something: what its callers are told, and what is recorded.</summary>
[Collection(nameof(OneCluster))]
public sealed class RefusedClientTests
{
    private const string Topic = "refused-clients";

    private readonly SharedCluster _shared;

    public RefusedClientTests(SharedCluster shared) => _shared = shared;

    [Theory]
    [InlineData(Fault.WrongCa, "Local_MsgTimedOut", ErrorCode.Local_Ssl)]
    [InlineData(Fault.ExpiredCertificate, "Local_MsgTimedOut", ErrorCode.Local_Ssl)]
    [InlineData(Fault.WrongPassword, "Local_MsgTimedOut", ErrorCode.Local_Authentication)]
    [InlineData(Fault.NoRights, "TopicAuthorizationFailed", null)]
    public async Task A_send_fails_with_what_the_client_tells_and_is_bad(Fault fault, string type, ErrorCode? cause)
    {
        var cluster = await _shared.StartAsync();
        await cluster.Admin.CreateTopicAsync(Topic, Brokers.Placements.Of(cluster));
        await using var leftover = new Leftover(cluster, Topic);
        var heard = new ConcurrentQueue<Error>();
        await using var sli = KafkaSli.Create(Options("produce: 99% < 60s as sent"));
        using var recorded = new Recorded(Topic);
        var properties = new Dictionary<string, string>(fault.LogInWith(cluster).Properties) { ["message.timeout.ms"] = "3000" };
        using var producer = new SliProducerBuilder<Null, byte[]>(properties, sli, new SliClientOptions { Name = Topic }).SetLogHandler((_, _) => { }).SetErrorHandler((_, e) => heard.Enqueue(e)).Build();

        var watch = Stopwatch.StartNew();
        var thrown = await Assert.ThrowsAsync<ProduceException<Null, byte[]>>(() => producer.ProduceAsync(Topic, new Message<Null, byte[]> { Value = new byte[10] }, TestContext.Current.CancellationToken));
        var after = watch.Elapsed.TotalSeconds;

        var record = Assert.Single(recorded.Of("kafka.sli.produce.duration"));
        var told = heard.FirstOrDefault(e => e.Code == cause);
        LabReport.Security.Add(fault.Name(), "library, send", SecuredProbe.Table(told is null ? $"delivery report: {thrown.Error.Reason}" : $"error handler: {told.Reason}"), Figure.Seconds(after), record["kafka.sli.outcome"] ?? "ok", record["error.type"] ?? "");
        Assert.Equal(("failed", type), (record["kafka.sli.outcome"], record["error.type"]));
        Assert.Equal(type, thrown.Error.Code.ToString());
        Assert.Equal((0, 1, 0), recorded.Events("sent"));
        Assert.Equal(cause, told?.Code);
    }

    [Fact]
    public async Task A_read_that_is_not_allowed_is_told_by_its_error()
    {
        var cluster = await _shared.StartAsync();
        await cluster.Admin.CreateTopicAsync(Topic, Brokers.Placements.Of(cluster));
        await using var leftover = new Leftover(cluster, Topic);
        await using var rights = await Rights.GiveAsync(cluster, LabUser.Measurer, (ResourceType.Group, Topic, AclOperation.Read), (ResourceType.Topic, Topic, AclOperation.Describe));
        await using var sli = KafkaSli.Create(new KafkaSliOptions());
        using var recorded = new Recorded(Topic);
        using var consumer = BuildConsumer(LogIn.As(LabUser.Measurer, cluster), sli);

        consumer.Subscribe(Topic);
        var (error, after) = await ThrownAsync(() => consumer.Consume(Patience()));
        consumer.Close();

        LabReport.Security.Add("no READ of the topic", "library, Consume", error.Reason, Figure.Seconds(after), "", error.Code.ToString());
        Assert.Equal(ErrorCode.TopicAuthorizationFailed, error.Code);
        Assert.Equal("TopicAuthorizationFailed", Assert.Single(Errors(recorded)));
    }

    [Fact]
    public async Task A_group_that_is_not_allowed_is_told_by_its_error()
    {
        var cluster = await _shared.StartAsync();
        await cluster.Admin.CreateTopicAsync(Topic, Brokers.Placements.Of(cluster));
        await using var leftover = new Leftover(cluster, Topic);
        await using var rights = await Rights.GiveAsync(cluster, LabUser.Measurer, (ResourceType.Topic, Topic, AclOperation.Read));
        await using var sli = KafkaSli.Create(new KafkaSliOptions());
        using var recorded = new Recorded(Topic);
        using var consumer = BuildConsumer(LogIn.As(LabUser.Measurer, cluster), sli);

        consumer.Subscribe(Topic);
        var (error, after) = await ThrownAsync(() => consumer.Consume(Patience()));
        consumer.Close();

        LabReport.Security.Add("no READ of the group", "library, Consume", error.Reason, Figure.Seconds(after), "", error.Code.ToString());
        Assert.Equal(ErrorCode.GroupAuthorizationFailed, error.Code);
        Assert.Equal("GroupAuthorizationFailed", Assert.Single(Errors(recorded)));
    }

    /// <summary>It takes librdkafka 45 s: a coordinator that it may not ask for is one that it waits for, and that is what it tells.</summary>
    [Fact(Explicit = true)]
    public async Task A_commit_that_is_not_allowed_is_bad()
    {
        var cluster = await _shared.StartAsync();
        await cluster.Admin.CreateTopicAsync(Topic, Brokers.Placements.Of(cluster));
        await using var leftover = new Leftover(cluster, Topic);
        await using var rights = await Rights.GiveAsync(cluster, LabUser.Measurer, (ResourceType.Topic, Topic, AclOperation.Read));
        await using var sli = KafkaSli.Create(Options("offset_commit: 99% < 60s as committed"));
        using var recorded = new Recorded(Topic);
        using var consumer = BuildConsumer(LogIn.As(LabUser.Measurer, cluster), sli);

        var (commit, after) = await ThrownAsync(() => consumer.Commit([new TopicPartitionOffset(Topic, 0, 1)]));
        consumer.Close();

        var record = Assert.Single(recorded.Of("kafka.sli.offset_commit.duration"));
        LabReport.Security.Add("no READ of the group", "library, Commit", commit.Reason, Figure.Seconds(after), record["kafka.sli.outcome"] ?? "ok", record["error.type"] ?? "");
        Assert.Equal(("failed", commit.Code.ToString()), (record["kafka.sli.outcome"], record["error.type"]));
        Assert.Equal((0, 1, 0), recorded.Events("committed"));
    }

    [Fact]
    public async Task A_transactional_id_that_is_not_allowed_is_a_failed_InitTransactions()
    {
        var cluster = await _shared.StartAsync();
        await using var sli = KafkaSli.Create(Options("transaction: 99% < 60s as committed"));
        using var recorded = new Recorded(Topic);
        var properties = new Dictionary<string, string>(LogIn.As(LabUser.Guest, cluster).Properties) { ["transactional.id"] = Topic };
        using var producer = new SliProducerBuilder<Null, byte[]>(properties, sli, new SliClientOptions { Name = Topic }).SetLogHandler((_, _) => { }).SetErrorHandler((_, _) => { }).Build();

        var (error, after) = await ThrownAsync(() => producer.InitTransactions(TimeSpan.FromSeconds(30)));

        var record = Assert.Single(recorded.Of("kafka.sli.transaction.duration"));
        LabReport.Security.Add("no rights", "library, InitTransactions", error.Reason, Figure.Seconds(after), record["kafka.sli.outcome"] ?? "ok", record["error.type"] ?? "");
        Assert.Equal(("failed", "TransactionalIdAuthorizationFailed"), (record["kafka.sli.outcome"], record["error.type"]));
        Assert.Equal((0, 1, 0), recorded.Events("committed"));
    }

    private static KafkaSliOptions Options(string objective)
    {
        var options = new KafkaSliOptions();
        options.Objectives.Add(objective);
        return options;
    }

    private static IConsumer<Ignore, byte[]> BuildConsumer(LogIn logIn, KafkaSli sli) => new SliConsumerBuilder<Ignore, byte[]>(
            new Dictionary<string, string>(logIn.Properties) { ["group.id"] = Topic, ["enable.auto.commit"] = "false" }, sli, new SliClientOptions { Name = Topic })
        .SetLogHandler((_, _) => { })
        .SetErrorHandler((_, _) => { })
        .Build();

    /// <summary>A bound for what never comes.</summary>
    private static CancellationToken Patience() => new CancellationTokenSource(TimeSpan.FromMinutes(1)).Token;

    private static IEnumerable<string?> Errors(Recorded recorded) =>
        recorded.Observe("kafka.sli.consume.errors").Concat(recorded.Of("kafka.sli.consume.errors")).Where(m => m.Value > 0).Select(m => m["error.type"]).Distinct();

    /// <summary>The client's calls block.</summary>
    private static Task<(Error Error, double After)> ThrownAsync(Action call) => Task.Run(() =>
    {
        var watch = Stopwatch.StartNew();
        var thrown = Assert.ThrowsAny<KafkaException>(call);
        return (thrown.Error, watch.Elapsed.TotalSeconds);
    });
}
