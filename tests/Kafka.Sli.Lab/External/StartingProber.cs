using Kafka.Sli.Lab.Brokers;
using Kafka.Sli.Probe;
using Kafka.Sli.Probe.Probing;

namespace Kafka.Sli.Lab.External;

internal static class StartingProber
{
    /// <summary>Starts it as soon as every broker knows the topics that were just created for it.</summary>
    public static Task StartOnNewTopicsAsync(this Prober prober, KafkaCluster cluster) => cluster.Admin.UntilAsync(
        async () =>
        {
            try
            {
                await prober.StartAsync(TestContext.Current.CancellationToken);
                return true;
            }
            catch (ProbeException e) when (e.Message.Contains("does not exist", StringComparison.Ordinal))
            {
                return false;
            }
        },
        "its topics are not there");
}
