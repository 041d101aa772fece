using System.Diagnostics;
using System.Text.RegularExpressions;
using Confluent.Kafka;
using Kafka.Sli.Probe.Embedded;
using Kafka.Sli.Probe.Tests.Commands;

namespace Kafka.Sli.Probe.Tests.Documents;

/// <summary>Each sample as its reader starts it, on a cluster of librdkafka's own: it does its work, ends when it is told to, and has exported how long it waited.</summary>
public sealed partial class SampleTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);

    private readonly EmbeddedCluster _cluster = EmbeddedCluster.Start();

    public void Dispose() => _cluster.Dispose();

    [Fact]
    public Task The_service_answers_when_Kafka_has_the_message() => Measures("Service", ["kafka.sli.produce.duration"], async (_, said) =>
    {
        using var http = new HttpClient { BaseAddress = await said };
        using var answer = await http.PostAsync(new Uri("/orders/1", UriKind.Relative), content: null, TestContext.Current.CancellationToken);
        Assert.Equal(202, (int)answer.StatusCode);
        Assert.Equal("Healthy", await http.GetStringAsync(new Uri("/health", UriKind.Relative), TestContext.Current.CancellationToken));
    });

    [Fact]
    public Task The_worker_reads_and_writes() => Measures("Worker", ["kafka.sli.produce.duration", "kafka.sli.delivery.duration", "kafka.sli.assignment.duration"], async (_, _) =>
    {
        await SendAsync("orders");
        Assert.Equal("receipt of 1", Read("receipts"));
    });

    [Fact]
    public Task The_console_ends_by_itself() => Measures("Console", ["kafka.sli.produce.duration"], (process, _) => process.WaitForExitAsync(TestContext.Current.CancellationToken).WaitAsync(Patience));

    [Fact]
    public Task Transactions_are_measured() => Measures("ExactlyOnce", ["kafka.sli.produce.duration", "kafka.sli.transaction.duration"], async (_, _) =>
    {
        await SendAsync("orders");
        Assert.Equal("invoice of 1", Read("invoices"));
    });

    private async Task Measures(string sample, string[] histograms, Func<Process, Task<Uri>, Task> use)
    {
        await using var collector = await OtlpReceiver.StartAsync("http/protobuf");
        using var process = Start(sample, collector.Endpoint);
        var address = new TaskCompletionSource<Uri>();
        var lines = new List<string>();
        process.OutputDataReceived += (_, line) => Keep(line.Data);
        process.ErrorDataReceived += (_, line) => Keep(line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        try
        {
            await use(process, address.Task.WaitAsync(Patience));
            if (!process.HasExited)
            {
                Signal.Send(process.Id, Signal.Terminate);
            }

            await process.WaitForExitAsync(TestContext.Current.CancellationToken).WaitAsync(Patience);
        }
        finally
        {
            process.Kill(entireProcessTree: true);
        }

        Assert.True(process.ExitCode == 0, $"exit code {process.ExitCode}: {string.Join('\n', lines)}");
        Assert.All(histograms, name => Assert.True(collector.HistogramCounts.GetValueOrDefault(name) > 0, $"{name} has not been recorded: {string.Join('\n', lines)}"));

        void Keep(string? line)
        {
            lock (lines)
            {
                lines.Add(line ?? "");
            }

            if (line is not null && Listening().Match(line) is { Success: true } found)
            {
                address.TrySetResult(new Uri(found.Value));
            }
        }
    }

    private Process Start(string sample, string collector)
    {
        var configuration = AppContext.BaseDirectory.Split(Path.DirectorySeparatorChar, StringSplitOptions.RemoveEmptyEntries)[^2];
        string[] arguments = sample == "Console" ? [_cluster.BootstrapServers] : sample == "Service" ? ["--urls", "http://127.0.0.1:0"] : [];
        var start = new ProcessStartInfo("dotnet", ["run", "--no-build", "--configuration", configuration, "--project", $"samples/{sample}", "--", .. arguments])
        {
            // The settings of a sample are in a folder of its own, and its reader is not.
            WorkingDirectory = Repository.File(),
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment =
            {
                ["Kafka__Sli__Producer__BootstrapServers"] = _cluster.BootstrapServers,
                ["Kafka__Sli__Consumer__BootstrapServers"] = _cluster.BootstrapServers,
                ["OTEL_EXPORTER_OTLP_ENDPOINT"] = collector,
                ["OTEL_EXPORTER_OTLP_PROTOCOL"] = "http/protobuf",
            },
        };
        return Process.Start(start)!;
    }

    private async Task SendAsync(string topic)
    {
        using var producer = new ProducerBuilder<string, string>(new ProducerConfig { BootstrapServers = _cluster.BootstrapServers }).Build();
        await producer.ProduceAsync(topic, new() { Key = "1", Value = "paid" }, TestContext.Current.CancellationToken);
    }

    private string? Read(string topic)
    {
        var config = new ConsumerConfig { BootstrapServers = _cluster.BootstrapServers, GroupId = "reader", AutoOffsetReset = AutoOffsetReset.Earliest, AllowAutoCreateTopics = true };
        using var consumer = new ConsumerBuilder<string, string>(config).Build();
        consumer.Subscribe(topic);
        var until = Stopwatch.StartNew();
        while (until.Elapsed < Patience)
        {
            try
            {
                if (consumer.Consume(TimeSpan.FromSeconds(1)) is { Message: { } message })
                {
                    return message.Value;
                }
            }
            catch (ConsumeException e) when (e.Error.Code == ErrorCode.UnknownTopicOrPart)
            {
            }
        }

        return null;
    }

    [GeneratedRegex(@"http://127\.0\.0\.1:\d+")]
    private static partial Regex Listening();
}
