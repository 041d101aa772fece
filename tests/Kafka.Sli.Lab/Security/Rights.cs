using Confluent.Kafka.Admin;
using Kafka.Sli.Lab.Brokers;

namespace Kafka.Sli.Lab.Security;

/// <summary>What users may do, for as long as a test needs it.</summary>
internal sealed class Rights : IAsyncDisposable
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(30);

    private readonly KafkaCluster _cluster;
    private readonly List<AclBinding> _given = [];

    private Rights(KafkaCluster cluster) => _cluster = cluster;

    public static async Task<Rights> GiveAsync(KafkaCluster cluster, LabUser user, params (ResourceType Type, string Prefix, AclOperation Operation)[] rights)
    {
        var given = new Rights(cluster);
        await given.AddAsync(rights.Select(r => Bind(r.Type, r.Prefix, ResourcePatternType.Prefixed, user, r.Operation, AclPermissionType.Allow)));
        return given;
    }

    /// <summary>Whatever else it may do, this it may not.</summary>
    public static async Task<Rights> DenyAsync(KafkaCluster cluster, LabUser user, ResourceType type, string name, AclOperation operation)
    {
        var denied = new Rights(cluster);
        await denied.AddAsync([Bind(type, name, ResourcePatternType.Literal, user, operation, AclPermissionType.Deny)]);
        return denied;
    }

    public async ValueTask DisposeAsync() => await _cluster.Admin.Client.DeleteAclsAsync(
        _given.Select(b => new AclBindingFilter
        {
            PatternFilter = new() { Type = b.Pattern.Type, Name = b.Pattern.Name, ResourcePatternType = b.Pattern.ResourcePatternType },
            EntryFilter = new() { Principal = b.Entry.Principal, Host = b.Entry.Host, Operation = b.Entry.Operation, PermissionType = b.Entry.PermissionType },
        }),
        new DeleteAclsOptions { RequestTimeout = Timeout });

    private static AclBinding Bind(ResourceType type, string name, ResourcePatternType pattern, LabUser user, AclOperation operation, AclPermissionType permission) => new()
    {
        Pattern = new() { Type = type, Name = name, ResourcePatternType = pattern },
        Entry = new() { Principal = $"User:{user.Name}", Host = "*", Operation = operation, PermissionType = permission },
    };

    private async Task AddAsync(IEnumerable<AclBinding> bindings)
    {
        AclBinding[] all = [.. bindings];
        await _cluster.Admin.Client.CreateAclsAsync(all, new CreateAclsOptions { RequestTimeout = Timeout });
        _given.AddRange(all);

        // Written by the controller; each broker follows the log of metadata.
        await Task.WhenAll(all.Select(b => _cluster.Admin.UntilAsync(async () => await IsThereAsync(b), $"{b.Pattern.Name} has no right {b.Entry.Operation}")));
    }

    private async Task<bool> IsThereAsync(AclBinding binding) => (await _cluster.Admin.Client.DescribeAclsAsync(
        new AclBindingFilter
        {
            PatternFilter = new() { Type = binding.Pattern.Type, Name = binding.Pattern.Name, ResourcePatternType = binding.Pattern.ResourcePatternType },
            EntryFilter = new() { Principal = binding.Entry.Principal, Host = binding.Entry.Host, Operation = binding.Entry.Operation, PermissionType = binding.Entry.PermissionType },
        },
        new DescribeAclsOptions { RequestTimeout = Timeout })).AclBindings.Count > 0;
}
