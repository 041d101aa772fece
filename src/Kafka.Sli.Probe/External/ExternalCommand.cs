using Kafka.Sli.Probe.Ledger;
using Kafka.Sli.Probe.Plan;

namespace Kafka.Sli.Probe.External;

/// <summary>One line to an external client. <c>docs/external-clients.md</c> says which keys a command has.</summary>
internal sealed record ExternalCommand(string Do)
{
    public const int ProtocolVersion = 1;

    public int? Protocol { get; init; }

    public long? Now { get; init; }

    public string? Topic { get; init; }

    public string? Group { get; init; }

    public string? Bootstrap { get; init; }

    public IReadOnlyDictionary<string, string>? Producer { get; init; }

    public IReadOnlyDictionary<string, string>? Consumer { get; init; }

    public string? Instance { get; init; }

    public long? StreamStart { get; init; }

    public uint? CellHash { get; init; }

    public string? Member { get; init; }

    public bool? CommitsItself { get; init; }

    public string? TransactionalId { get; init; }

    public LoadPart? Load { get; init; }

    public IReadOnlyList<int>? Partitions { get; init; }

    public IReadOnlyList<long[]>? Positions { get; init; }

    public long? Id { get; init; }

    public bool? Revoking { get; init; }

    public long? WithinMs { get; init; }

    public static ExternalCommand Configure(string bootstrap, CellPlan plan, StreamId stream, long now) => new("configure")
    {
        Protocol = ProtocolVersion,
        Now = now,
        Topic = plan.Topic,
        Group = plan.Group,
        Bootstrap = bootstrap,
        Producer = plan.Producer,
        Consumer = plan.Consumer,
        Instance = stream.Instance,
        StreamStart = stream.Start,
        CellHash = LedgerHeader.CellHash(plan.Name),
        Member = plan.HasStaticMembership ? plan.MemberName(stream.Instance) : null,
        CommitsItself = plan.CommitsAutomatically,
        TransactionalId = plan.TransactionEvery is null ? null : plan.TransactionalId(stream.Instance),
        Load = LoadPart.Of(plan.Load, plan.TransactionEvery),
    };

    public static ExternalCommand Send(IReadOnlyList<int> partitions) => new("send") { Partitions = partitions };

    public static ExternalCommand Cover(IReadOnlyList<int> partitions) => new("cover") { Partitions = partitions };

    public static ExternalCommand Within(string what, TimeSpan longest) => new(what) { WithinMs = (long)Math.Ceiling(Math.Max(0, longest.TotalMilliseconds)) };

    /// <param name="id">Its answer has the same.</param>
    /// <param name="positions">How far each partition may be.</param>
    /// <param name="isRevoking">Whether it answers that partitions are about to be taken.</param>
    public static ExternalCommand Commit(long id, IReadOnlyList<(int Partition, long Offset)> positions, bool isRevoking) => new("commit")
    {
        Id = id,
        Positions = [.. positions.Select(p => new[] { p.Partition, p.Offset })],
        Revoking = isRevoking ? true : null,
    };

    internal sealed record LoadPart(double RatePerSecond, long BurstEveryNs, long BurstForNs, int Bytes, string Payload, int Keys, bool Zipf, long TransactionEveryNs)
    {
        private const double NanosecondsPerSecond = 1e9;

        public static LoadPart Of(LoadPlan load, TimeSpan? transactionEvery)
        {
            var burst = load.Burst ?? new BurstPlan(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1));
            return new(
                load.Rate.PerSecond,
                (long)(burst.Every.TotalSeconds * NanosecondsPerSecond),
                (long)(burst.For.TotalSeconds * NanosecondsPerSecond),
                load.Size.Bytes,
                load.Payload == PayloadKind.Compressible ? "compressible" : "random",
                load.Keys?.Count ?? 0,
                load.Keys?.Distribution == KeyDistribution.Zipf,
                (long)((transactionEvery?.TotalSeconds ?? 0) * NanosecondsPerSecond));
        }
    }
}
