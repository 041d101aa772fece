using Confluent.Kafka;
using Confluent.Kafka.Admin;
using Kafka.Sli.Probe.Plan;
using Kafka.Sli.Probe.Probing;

namespace Kafka.Sli.Probe.Commands;

/// <summary>Tries whether a cluster is there, and what the probe may do in it.</summary>
internal sealed class ClusterCheck
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(10);

    private readonly List<string> _lines = [];
    private bool _isRight = true;

    private ClusterCheck()
    {
    }

    public List<string> All => _lines;

    public bool IsRight => _isRight;

    public static async Task<ClusterCheck> RunAsync(ClusterPlan plan, IReadOnlyList<CellPlan> cells)
    {
        var check = new ClusterCheck();
        using var cluster = new ClusterAtWork(plan, static _ => { });
        try
        {
            await check.LookAsync(cluster, cells);
        }
        catch (KafkaException e)
        {
            check.Wrong(await cluster.DescribeAsync(e));
        }

        return check;
    }

    private async Task LookAsync(ClusterAtWork cluster, IReadOnlyList<CellPlan> cells)
    {
        var described = await cluster.AnswerAsync(() => cluster.Admin.DescribeClusterAsync(new DescribeClusterOptions { RequestTimeout = Timeout }));
        _lines.Add($"{described.Nodes.Count} broker{(described.Nodes.Count == 1 ? "" : "s")} at {cluster.ShownBootstrap}");
        foreach (var cell in cells)
        {
            await LookAsync(cluster.Admin, cell, cluster.Plan.IsManaged);
            await LookAtGroupAsync(cluster.Admin, cell.Group);
        }
    }

    /// <summary>Whether a name may be used is told by trying alone: the right to it may be one to all names that begin like it.</summary>
    private static async Task<Error?> RefusalToCreateAsync(IAdminClient admin, string topic)
    {
        try
        {
            await admin.CreateTopicsAsync([new TopicSpecification { Name = topic, NumPartitions = 1, ReplicationFactor = 1 }], new CreateTopicsOptions { ValidateOnly = true, RequestTimeout = Timeout });
            return null;
        }
        catch (CreateTopicsException e)
        {
            return e.Results.Single().Error is { Code: ErrorCode.TopicAuthorizationFailed or ErrorCode.ClusterAuthorizationFailed } refusal ? refusal : null;
        }
        catch (KafkaException e) when (e.Error.Code == ErrorCode.Local_UnsupportedFeature)
        {
            return null;
        }
    }

    /// <summary>A group that nobody has joined yet is described too. Brokers that do not know the request leave it open.</summary>
    private async Task LookAtGroupAsync(IAdminClient admin, string group)
    {
        try
        {
            var described = await admin.DescribeConsumerGroupsAsync([group], new DescribeConsumerGroupsOptions { RequestTimeout = Timeout, IncludeAuthorizedOperations = true });
            Require(described.ConsumerGroupDescriptions.Single().AuthorizedOperations, $"group {group}", AclOperation.Read, "to join it and to commit");
        }
        catch (DescribeConsumerGroupsException e) when (e.Results.ConsumerGroupDescriptions.Single().Error.Code == ErrorCode.GroupAuthorizationFailed)
        {
            Wrong($"group {group}: {OneLine(e.Results.ConsumerGroupDescriptions.Single().Error)}; the permission READ is missing, to join it and to commit");
        }
        catch (KafkaException)
        {
            // Nothing is known of its rights.
        }
    }

    private async Task LookAsync(IAdminClient admin, CellPlan cell, bool isManaged)
    {
        try
        {
            var described = await admin.DescribeTopicsAsync(
                TopicCollection.OfTopicNames([cell.Topic]), new DescribeTopicsOptions { RequestTimeout = Timeout, IncludeAuthorizedOperations = true });
            var topic = described.TopicDescriptions.Single();
            _lines.Add($"topic {cell.Topic}: {topic.Partitions.Count} partitions");
            Require(topic.AuthorizedOperations, $"topic {cell.Topic}", AclOperation.Write, "to send");
            Require(topic.AuthorizedOperations, $"topic {cell.Topic}", AclOperation.Read, "to read");
            if (isManaged)
            {
                Require(topic.AuthorizedOperations, $"topic {cell.Topic}", AclOperation.Alter, "to add partitions as brokers join; or say manage: false");
            }
        }
        catch (DescribeTopicsException e) when (e.Results.TopicDescriptions.Single().Error.Code == ErrorCode.UnknownTopicOrPart)
        {
            if (!isManaged)
            {
                Wrong($"topic {cell.Topic}: does not exist, and manage: false leaves its creation to you");
            }
            else if (await RefusalToCreateAsync(admin, cell.Topic) is { } refusal)
            {
                Wrong($"topic {cell.Topic}: does not exist ({OneLine(refusal)}); the permission CREATE is missing on it, or on all names that begin like it");
            }
            else
            {
                _lines.Add($"topic {cell.Topic}: does not exist, and will be created");
            }
        }
        catch (DescribeTopicsException e)
        {
            Wrong($"topic {cell.Topic}: {OneLine(e.Results.TopicDescriptions.Single().Error)}; the permission DESCRIBE is missing");
        }
    }

    private void Require(List<AclOperation>? allowed, string where, AclOperation operation, string why)
    {
        if (allowed is { Count: > 0 } && !allowed.Contains(operation) && !allowed.Contains(AclOperation.All))
        {
            Wrong($"{where}: the permission {operation.ToString().ToUpperInvariant()} is missing, {why}");
        }
    }

    private void Wrong(string line)
    {
        _isRight = false;
        _lines.Add(line);
    }

    private static string OneLine(Error error) => error.Reason.ReplaceLineEndings(" ").Trim().TrimEnd('.');
}
