using System.Collections.Concurrent;
using Kafka.Sli.Probe.External;

namespace Kafka.Sli.Probe.Tests.External;

/// <summary>Real processes, of a shell.</summary>
public sealed class ExternalProcessTests
{
    private readonly BlockingCollection<string?> _lines = [];
    private readonly TaskCompletionSource<string> _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

    [Fact]
    public async Task It_hears_each_line_and_is_heard()
    {
        using var process = Start("while read line; do echo \"heard $line\"; done; echo end >&2; exit 3");
        Assert.True(process.Write("one"));
        Assert.True(process.Write("zwölf"));

        Assert.Equal(["heard one", "heard zwölf"], [Next(), Next()]);
        process.Dispose();
        await _ended.Task;
    }

    [Fact]
    public async Task Why_it_ended_is_told_after_its_last_line()
    {
        using var process = Start("echo last; echo 'Error: no such class' >&2; echo '  at line 3' >&2; exit 3");

        Assert.Equal("its process ended with exit code 3: Error: no such class; at line 3", await _ended.Task);
        Assert.Equal("last", Next());
    }

    [Fact]
    public void A_line_that_is_too_long_is_told_once_and_the_next_one_is_heard()
    {
        using var process = Start("head -c 3000000 /dev/zero | tr '\\0' x; echo; printf 'next\\r\\n'; read wait");

        Assert.Null(Next());
        Assert.Equal("next", Next());
    }

    [Fact]
    public async Task What_it_writes_to_standard_error_without_end_is_not_kept()
    {
        using var process = Start("i=0; while [ $i -lt 5000 ]; do echo 'a line of some forty characters or so' >&2; i=$((i+1)); done; exit 1");

        Assert.InRange((await _ended.Task).Length, 2000, 2200);
    }

    [Fact]
    public async Task Nor_is_a_line_of_it_that_has_no_end()
    {
        using var process = Start("head -c 3000000 /dev/zero | tr '\\0' x >&2; exit 1");

        Assert.InRange((await _ended.Task).Length, 2000, 2200);
    }

    [Fact]
    public void Its_streams_are_closed_with_it()
    {
        var process = Start("readlink /proc/$$/fd/0 /proc/$$/fd/1 /proc/$$/fd/2; read wait");
        string[] pipes = [Next()!, Next()!, Next()!];
        Assert.All(pipes, pipe => Assert.StartsWith("pipe:", pipe, StringComparison.Ordinal));
        Assert.Equal(3, Open());

        process.Dispose();

        Assert.Equal(0, Open());

        int Open() => new DirectoryInfo("/proc/self/fd").EnumerateFileSystemInfos().Select(f => f.LinkTarget).Distinct().Count(pipes.Contains);
    }

    [Fact]
    public void Who_reads_nothing_is_not_waited_for()
    {
        using var process = Start("sleep 60");
        var taken = 0;
        while (process.Write(new string('x', 1000)))
        {
            Assert.InRange(++taken, 1, 2000);
        }
    }

    [Fact]
    public async Task It_can_be_ended_with_whatever_it_has_started()
    {
        using var process = Start("sleep 60 & echo $!; wait");
        var child = Next()!;
        process.Kill();

        Assert.Equal("its process ended with exit code 137", await _ended.Task);
        while (Directory.Exists($"/proc/{child}") && !File.ReadAllText($"/proc/{child}/status").Contains("zombie", StringComparison.Ordinal))
        {
            await Task.Delay(10, TestContext.Current.CancellationToken);
        }
    }

    [Fact]
    public void What_is_not_there_cannot_be_started_and_that_is_said_in_one_line()
    {
        var e = Assert.Throws<ProbeException>(() => new ExternalProcess(["/no/such/java"], _ => { }, _ => { }));

        Assert.StartsWith("client: /no/such/java cannot be started: ", e.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', e.Message);
    }

    private ExternalProcess Start(string script)
    {
        var process = new ExternalProcess(["/bin/sh", "-c", script], _lines.Add, _ended.SetResult);
        process.Start();
        return process;
    }

    private string? Next() => _lines.Take(TestContext.Current.CancellationToken);
}
