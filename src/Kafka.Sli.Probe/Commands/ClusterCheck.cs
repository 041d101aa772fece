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
            check.Wrong($"no broker answered within {Timeout.TotalSeconds:0} s at {cluster.ShownBootstrap}: {OneLine(cluster.LastError ?? e.Error)}");
        }

        return check;
    }

    private async Task LookAsync(ClusterAtWork cluster, IReadOnlyList<CellPlan> cells)
    {
        var described = await cluster.Admin.DescribeClusterAsync(new DescribeClusterOptions { RequestTimeout = Timeout, IncludeAuthorizedOperations = true });
        _lines.Add($"{described.Nodes.Count} broker{(described.Nodes.Count == 1 ? "" : "s")} at {cluster.ShownBootstrap}");
        foreach (var cell in cells)
        {
            await LookAsync(cluster.Admin, cell, cluster.Plan.IsManaged, MayCreate(described));
        }
    }

    /// <summary>Brokers without an authoriser tell no operations: then everything is allowed.</summary>
    private static bool MayCreate(DescribeClusterResult described) => described.AuthorizedOperations is not { Count: > 0 } allowed || allowed.Contains(AclOperation.Create) || allowed.Contains(AclOperation.All);

    private async Task LookAsync(IAdminClient admin, CellPlan cell, bool isManaged, bool mayCreate)
    {
        try
        {
            var described = await admin.DescribeTopicsAsync(
                TopicCollection.OfTopicNames([cell.Topic]), new DescribeTopicsOptions { RequestTimeout = Timeout, IncludeAuthorizedOperations = true });
            var topic = described.TopicDescriptions.Single();
            _lines.Add($"topic {cell.Topic}: {topic.Partitions.Count} partitions");
            Require(topic.AuthorizedOperations, cell, AclOperation.Write, "to send");
            Require(topic.AuthorizedOperations, cell, AclOperation.Read, "to read");
            if (isManaged)
            {
                Require(topic.AuthorizedOperations, cell, AclOperation.Alter, "to add partitions as brokers join; or say manage: false");
            }
        }
        catch (DescribeTopicsException e) when (e.Results.TopicDescriptions.Single().Error.Code == ErrorCode.UnknownTopicOrPart)
        {
            if (isManaged && mayCreate)
            {
                _lines.Add($"topic {cell.Topic}: does not exist, and will be created");
            }
            else
            {
                Wrong($"topic {cell.Topic}: does not exist, and {(isManaged ? "the permission CREATE on it or on the cluster is missing" : "manage: false leaves its creation to you")}");
            }
        }
        catch (DescribeTopicsException e)
        {
            Wrong($"topic {cell.Topic}: {OneLine(e.Results.TopicDescriptions.Single().Error)}; the permission DESCRIBE is missing");
        }
    }

    private void Require(List<AclOperation>? allowed, CellPlan cell, AclOperation operation, string why)
    {
        if (allowed is { Count: > 0 } && !allowed.Contains(operation) && !allowed.Contains(AclOperation.All))
        {
            Wrong($"topic {cell.Topic}: the permission {operation.ToString().ToUpperInvariant()} is missing, {why}");
        }
    }

    private void Wrong(string line)
    {
        _isRight = false;
        _lines.Add(line);
    }

    private static string OneLine(Error error) => error.Reason.ReplaceLineEndings(" ").Trim().TrimEnd('.');
}
