using Confluent.Kafka;

namespace Kafka.Sli.Probe.Probing;

/// <summary>What clients say of their connections, on threads of their own.</summary>
internal sealed class ClientErrors
{
    private readonly Lock _lock = new();
    private volatile Error? _last;
    private TaskCompletionSource<Error>? _next;

    /// <summary>The last thing that one said.</summary>
    public Error? Last => _last;

    /// <summary>Ends when one is next turned away by a broker, or turns one away.</summary>
    public Task<Error> NextRefusal
    {
        get
        {
            lock (_lock)
            {
                return (_next ??= new(TaskCreationOptions.RunContinuationsAsynchronously)).Task;
            }
        }
    }

    public void Heard(Error error)
    {
        // That all brokers are down is said after what is the matter with each, which tells more.
        if (_last is null || error.Code != ErrorCode.Local_AllBrokersDown)
        {
            _last = error;
        }

        if (ConnectionRefusal.Of(error) is not null)
        {
            lock (_lock)
            {
                _next?.TrySetResult(error);
                _next = null;
            }
        }
    }
}
