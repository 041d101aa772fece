using System.Text;

namespace Kafka.Sli.Probe;

/// <summary>What a process that was started here writes, taken as it comes so that it never waits for room. Its beginning is kept, for whoever asks why it ended.</summary>
internal sealed class ChildWords
{
    private const int Kept = 2048;

    private readonly StringBuilder _kept = new();

    /// <param name="stream">Its output or its errors.</param>
    public ChildWords(StreamReader stream) => End = TakeAsync(stream);

    /// <summary>Ends with the stream, which may be later than the process does: whom that has started holds it open too.</summary>
    public Task End { get; }

    /// <summary>What was kept, in one line.</summary>
    public override string ToString()
    {
        lock (_kept)
        {
            return string.Join("; ", _kept.ToString().Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries));
        }
    }

    private async Task TakeAsync(StreamReader stream)
    {
        var buffer = new char[Kept];
        try
        {
            for (int count; (count = await stream.ReadAsync(buffer)) > 0;)
            {
                lock (_kept)
                {
                    _kept.Append(buffer, 0, Math.Min(count, Kept - _kept.Length));
                }
            }
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException or OperationCanceledException)
        {
            // Nobody asks any more.
        }
    }
}
