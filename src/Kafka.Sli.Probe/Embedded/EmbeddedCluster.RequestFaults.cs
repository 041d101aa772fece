using System.Runtime.InteropServices;
using Confluent.Kafka;

namespace Kafka.Sli.Probe.Embedded;

/// <summary>
/// Errors for the next requests of a kind, one for each request, in the order they were pushed. A broker's come before the cluster's,
/// and the cluster's before a partition's. <see cref="ErrorCode.Local_Transport"/> cuts the connection instead of answering.
/// </summary>
internal sealed partial class EmbeddedCluster
{
    public void PushRequestErrors(KafkaApi api, params ErrorCode[] errors)
    {
        ArgumentNullException.ThrowIfNull(errors);
        Array.ForEach(errors, static error => BrokerError(error));
        Librdkafka.PushRequestErrors(Native, ApiKey(api), (nuint)errors.Length, errors);
    }

    /// <summary>Those of the whole cluster; what was pushed to a broker or a partition stays.</summary>
    public void ClearRequestErrors(KafkaApi api) => Librdkafka.ClearRequestErrors(Native, ApiKey(api));

    /// <summary>With <see cref="ErrorCode.NoError"/> the request succeeds, but after the round-trip time given.</summary>
    public void PushBrokerRequestErrors(int brokerId, KafkaApi api, params (ErrorCode Error, TimeSpan RoundTrip)[] errors)
    {
        ArgumentNullException.ThrowIfNull(errors);
        RequireVariadicCalls();
        var pushed = Array.ConvertAll(errors, static next => (Error: BrokerError(next.Error), Wait: Milliseconds(next.RoundTrip)));
        foreach (var (error, wait) in pushed)
        {
            Check(Librdkafka.BrokerPushRequestErrors(Native, Broker(brokerId), ApiKey(api), count: 1, error, wait), $"{error} for {api} is not pushed to broker {brokerId}");
        }
    }

    /// <summary>How many of those pushed to the broker no request has met yet.</summary>
    public int PendingBrokerRequestErrors(int brokerId, KafkaApi api)
    {
        nuint count = 0;
        Check(Librdkafka.BrokerErrorCount(Native, Broker(brokerId), ApiKey(api), ref count), $"the errors of broker {brokerId} are not counted");
        return (int)count;
    }

    /// <summary>For one partition among those of a request, which only <see cref="KafkaApi.Produce"/> and <see cref="KafkaApi.Fetch"/> look at.</summary>
    public void PushPartitionRequestErrors(string topic, int partition, KafkaApi api, params ErrorCode[] errors)
    {
        ArgumentNullException.ThrowIfNull(errors);
        RequireVariadicCalls();
        RequirePartition(topic, partition);
        if (api is not (KafkaApi.Produce or KafkaApi.Fetch))
        {
            throw new ArgumentOutOfRangeException(nameof(api), api, $"{api} does not look at the errors of a partition; {KafkaApi.Produce} and {KafkaApi.Fetch} do");
        }

        Array.ForEach(errors, static error => InRange((int)error, (int)ErrorCode.Unknown, short.MaxValue, nameof(error)));
        foreach (var error in errors)
        {
            Check(Librdkafka.PartitionPushRequestErrors(Native, topic, partition, ApiKey(api), count: 1, error), $"{error} for {api} is not pushed to {topic}[{partition}]");
        }
    }

    /// <summary>As an older broker would; a client that asks in another version all the same, because it connected before, is cut off.</summary>
    public void SetApiVersions(KafkaApi api, short min, short max)
    {
        var (least, most) = KafkaApiVersions.Implemented[(KafkaApi)ApiKey(api)];
        InRange(min, least, most);
        InRange(max, min, most);
        Check(Librdkafka.SetApiVersion(Native, ApiKey(api), min, max), $"the versions of {api} are not {min} to {max}");
    }

    /// <summary>As a broker that does not know the request at all.</summary>
    public void DisableApi(KafkaApi api) => Check(Librdkafka.SetApiVersion(Native, ApiKey(api), -1, -1), $"{api} is not disabled");

    // A variadic C function called as a fixed one: with at most six integer arguments the x64 System V convention makes no difference, others may.
    private static void RequireVariadicCalls()
    {
        if (!OperatingSystem.IsLinux() || RuntimeInformation.ProcessArchitecture != Architecture.X64)
        {
            throw new PlatformNotSupportedException(
                $"librdkafka takes errors of one broker or partition through a variadic C function, called safely from .NET on Linux x64 only, not on {RuntimeInformation.RuntimeIdentifier}; push them for the whole cluster instead");
        }
    }
}
