using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text;

namespace Kafka.Sli.Probe.External;

/// <summary>A client's process: lines in, lines out, and its end. What it writes to standard error is kept for whoever asks why it ended.</summary>
internal sealed class ExternalProcess : IExternalProcess
{
    /// <summary>A client that writes more without a line's end is not one of ours.</summary>
    private const int LongestLine = 1024 * 1024;

    /// <summary>Whom it has started may hold its streams open.</summary>
    private static readonly TimeSpan LongestGoodbye = TimeSpan.FromSeconds(1);

    /// <summary>Some minutes of commands. A client that reads none of them stands still.</summary>
    private const int MostUnread = 1000;

    private readonly BlockingCollection<string> _commands = new(MostUnread);
    private readonly Process _process;
    private readonly Action<string?> _heard;
    private readonly Action<string> _ended;
    private readonly ChildWords _errors;
    private readonly Thread _reader;
    private readonly Thread _writer;
    private int _isDisposed;

    /// <param name="command">The program and its arguments.</param>
    /// <param name="heard">Takes each line, in order; <see langword="null"/> for one that is too long.</param>
    /// <param name="ended">Told once, when it has ended by itself, and why.</param>
    /// <param name="folder">Where it is started; <see langword="null"/> for where the probe was.</param>
    /// <exception cref="ProbeException">It cannot be started.</exception>
    public ExternalProcess(IReadOnlyList<string> command, Action<string?> heard, Action<string> ended, string? folder = null)
    {
        (_heard, _ended) = (heard, ended);
        var start = new ProcessStartInfo(command[0], command.Skip(1))
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardInputEncoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false),
            StandardOutputEncoding = Encoding.UTF8,
            WorkingDirectory = folder ?? "",
        };
        try
        {
            _process = Process.Start(start)!;
        }
        catch (System.ComponentModel.Win32Exception e)
        {
            throw ProbeException.BadUsage($"client: {command[0]} cannot be started: {e.Message}", e);
        }

        _errors = new ChildWords(_process.StandardError);
        _reader = new Thread(Read) { Name = "probe external client", IsBackground = true };
        _writer = new Thread(Write) { Name = "probe external client's commands", IsBackground = true };
    }

    public void Start()
    {
        _reader.Start();
        _writer.Start();
    }

    /// <inheritdoc/>
    public bool Write(string line)
    {
        try
        {
            return _commands.TryAdd(line);
        }
        catch (InvalidOperationException)
        {
            // It was ended.
            return false;
        }
    }

    /// <inheritdoc/>
    public void Kill()
    {
        try
        {
            _process.Kill(entireProcessTree: true);
        }
        catch (Exception e) when (e is InvalidOperationException or System.ComponentModel.Win32Exception or AggregateException)
        {
            // It has ended already, or what it has started is another user's. Nobody waits for it.
        }
    }

    public void Dispose()
    {
        if (Interlocked.Exchange(ref _isDisposed, 1) != 0)
        {
            return;
        }

        Kill();
        _commands.CompleteAdding();
        foreach (var thread in (Thread[])[_reader, _writer])
        {
            if (thread.IsAlive && Thread.CurrentThread != thread)
            {
                thread.Join(TimeSpan.FromSeconds(5));
            }
        }

        _process.WaitForExit(TimeSpan.FromSeconds(5));

        // Who has read them has to close them. Not the writer, which would write once more what was not taken.
        _process.StandardInput.BaseStream.Dispose();
        _process.StandardOutput.Dispose();
        _process.StandardError.Dispose();
        _process.Dispose();
        _commands.Dispose();
    }

    private void Write()
    {
        try
        {
            foreach (var line in _commands.GetConsumingEnumerable())
            {
                _process.StandardInput.Write(line + "\n");
                _process.StandardInput.Flush();
            }
        }
        catch (Exception e) when (e is IOException or InvalidOperationException)
        {
            // Its end is told by whoever reads from it.
        }
    }

    private void Read()
    {
        var line = new StringBuilder();
        var buffer = new char[64 * 1024];
        try
        {
            for (var count = _process.StandardOutput.Read(buffer); count > 0; count = _process.StandardOutput.Read(buffer))
            {
                Split(line, buffer.AsSpan(0, count));
            }
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException or InvalidOperationException)
        {
            // It was ended.
        }

        _ended(Why());
    }

    private void Split(StringBuilder line, ReadOnlySpan<char> read)
    {
        for (var end = read.IndexOf('\n'); end >= 0; end = read.IndexOf('\n'))
        {
            Append(line, read[..end]);
            _heard(line.Length > LongestLine ? null : line.ToString().TrimEnd('\r'));
            line.Clear();
            read = read[(end + 1)..];
        }

        Append(line, read);
    }

    /// <summary>No more of a line is kept than tells that it is too long.</summary>
    private static void Append(StringBuilder line, ReadOnlySpan<char> part) => line.Append(part[..Math.Min(part.Length, LongestLine + 1 - Math.Min(LongestLine + 1, line.Length))]);

    private string Why()
    {
        try
        {
            _process.WaitForExit(LongestGoodbye);
            _errors.End.Wait(LongestGoodbye);
            return $"its process ended with exit code {(_process.HasExited ? _process.ExitCode : "unknown")}{(_errors.ToString() is { Length: > 0 } said ? $": {said}" : "")}";
        }
        catch (InvalidOperationException)
        {
            return "its process ended";
        }
    }
}
