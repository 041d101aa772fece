using BenchmarkDotNet.Running;

namespace Kafka.Sli.Benchmarks;

internal static class Program
{
    private static async Task Main(string[] args)
    {
        switch (args)
        {
            case ["throughput"]:
                await Throughput.RunAsync();
                break;
            case ["probe"]:
                await ProbeCost.RunAsync();
                break;
            case [ClusterProcess.Command, .. var topics]:
                ClusterProcess.Serve(topics);
                break;
            default:
                BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args);
                break;
        }
    }
}
