namespace Kafka.Sli.Probe.External;

/// <summary>Who waits for what an external client answers. For any thread.</summary>
internal sealed class ExternalAnswers
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, TaskCompletionSource<ExternalEvent?>> _expected = [];
    private bool _isOver;

    /// <returns>The next answer of that name; <see langword="null"/> when there will be none.</returns>
    public Task<ExternalEvent?> Expect(string what)
    {
        var answer = new TaskCompletionSource<ExternalEvent?>(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_lock)
        {
            if (_isOver)
            {
                answer.SetResult(null);
            }
            else
            {
                _expected[what] = answer;
            }
        }

        return answer.Task;
    }

    /// <returns>Whether somebody waited for it.</returns>
    public bool Answer(string what, ExternalEvent answer)
    {
        lock (_lock)
        {
            return _expected.Remove(what, out var waiting) && waiting.TrySetResult(answer);
        }
    }

    public void EndAll()
    {
        lock (_lock)
        {
            _isOver = true;
            foreach (var waiting in _expected.Values)
            {
                waiting.TrySetResult(null);
            }

            _expected.Clear();
        }
    }
}
