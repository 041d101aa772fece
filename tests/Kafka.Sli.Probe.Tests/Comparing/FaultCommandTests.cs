using System.Diagnostics;
using System.Globalization;
using Kafka.Sli.Probe.Comparing;

namespace Kafka.Sli.Probe.Tests.Comparing;

/// <summary>Commands of a shell that make a fault, and take it back.</summary>
public sealed class FaultCommandTests : IDisposable
{
    private readonly string _file = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());

    public void Dispose() => File.Delete(_file);

    [Fact]
    public async Task A_broker_that_it_starts_in_the_background_is_not_waited_for()
    {
        await RunAsync($"echo down >&2; sleep 60 & echo $! > {_file}").WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken);

        using var broker = Process.GetProcessById(int.Parse(await File.ReadAllTextAsync(_file, TestContext.Current.CancellationToken), CultureInfo.InvariantCulture));
        Assert.False(broker.HasExited);
        broker.Kill();
    }

    [Fact]
    public async Task What_it_says_is_told_when_it_fails_in_one_line_and_not_all_of_it()
    {
        var e = await Assert.ThrowsAsync<ProbeException>(() => RunAsync("echo unheard; echo 'no such' >&2; echo '  broker' >&2; head -c 100000 /dev/zero | tr '\\0' x >&2; exit 4"));

        Assert.StartsWith("'echo unheard; ", e.Message, StringComparison.Ordinal);
        Assert.Contains("' ended with 4: no such; broker; xxx", e.Message, StringComparison.Ordinal);
        Assert.InRange(e.Message.Length, 2000, 2300);
    }

    [Fact]
    public async Task Told_to_stop_it_comes_to_its_end_before_anything_takes_it_back()
    {
        using var stop = new CancellationTokenSource();
        var run = RunAsync($"echo begun > {_file}; sleep 1; echo ended > {_file}", stop: stop.Token);
        await UntilBegunAsync();
        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => run);
        Assert.Equal("ended\n", await File.ReadAllTextAsync(_file, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task One_that_does_not_come_to_its_end_then_is_ended()
    {
        using var stop = new CancellationTokenSource();
        var run = RunAsync($"echo begun > {_file}; sleep 60; echo ended > {_file}", TimeSpan.FromMilliseconds(100), stop.Token);
        await UntilBegunAsync();
        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => run.WaitAsync(TimeSpan.FromSeconds(20)));
        Assert.Equal("begun\n", await File.ReadAllTextAsync(_file, TestContext.Current.CancellationToken));
    }

    private static Task RunAsync(string command, TimeSpan? longestEnd = null, CancellationToken stop = default) => FaultCommand.RunAsync(command, longestEnd ?? FaultCommand.LongestEnd, stop);

    private async Task UntilBegunAsync()
    {
        while (!File.Exists(_file) || new FileInfo(_file).Length == 0)
        {
            await Task.Delay(10, TestContext.Current.CancellationToken);
        }
    }
}
