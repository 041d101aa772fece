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
            case [ClusterProcess.Command]:
                ClusterProcess.Serve();
                break;
            default:
                BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args);
                break;
        }
    }
}
