using Kafka.Sli.Probe.Probing;

namespace Kafka.Sli.Probe.Tests.Probing;

/// <summary>A client that joins its group when the test lets it, and fails where the test says so.</summary>
internal sealed class HeldClient : IModelClient
{
    private readonly IModelClient _client;
    private readonly Task _mayJoin;

    public HeldClient(IModelClient client, Task? mayJoin = null) => (_client, _mayJoin) = (client, mayJoin ?? Task.CompletedTask);

    /// <summary>Done before it waits for what is in flight.</summary>
    public Action BeforeFlush { get; init; } = static () => { };

    public bool IsAlive => _client.IsAlive;

    public bool IsConfigured => _client.IsConfigured;

    public string? FatalError => _client.FatalError;

    public string? LastError => _client.LastError;

    public long Unsent => _client.Unsent;

    public void StartReading() => _mayJoin.ContinueWith(_ => _client.StartReading(), TaskScheduler.Default);

    public void LookForPartitions(int count) => _client.LookForPartitions(count);

    public void StartSending(IReadOnlyList<int> partitions) => _client.StartSending(partitions);

    public void Cover(IReadOnlyList<int> partitions) => _client.Cover(partitions);

    public void StopSending() => _client.StopSending();

    public bool Flush(TimeSpan longest)
    {
        BeforeFlush();
        return _client.Flush(longest);
    }

    public bool SendClosing(TimeSpan longest) => _client.SendClosing(longest);

    public IReadOnlyList<(int Partition, long Offset)>? FindEnds(TimeSpan longest) => _client.FindEnds(longest);

    public bool StopReading() => _client.StopReading();

    public bool Leave() => _client.Leave();

    public void Dispose() => _client.Dispose();
}
