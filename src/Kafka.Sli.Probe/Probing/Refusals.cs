using Confluent.Kafka;
using Kafka.Sli.Probe.Plan;

namespace Kafka.Sli.Probe.Probing;

/// <summary>
/// What one cell's client is not let do: told when it begins, for the figures alone show an outage like any other. It goes on being measured, and is told again when it had ended meanwhile.
/// </summary>
internal sealed class Refusals
{
    /// <summary>A refusal that was not heard of for so long has ended: a client tries again every few seconds at least.</summary>
    private static readonly TimeSpan Silence = TimeSpan.FromMinutes(1);

    private readonly Lock _lock = new();
    private readonly CellPlan _plan;
    private readonly Action<string> _tell;
    private readonly TimeProvider _time;
    private readonly Dictionary<Refusal, long> _heard = [];
    private readonly TaskCompletionSource<(Refusal, string)> _first = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private bool _isTelling;

    /// <param name="plan">The cell.</param>
    /// <param name="tell">Takes a line for whoever watches.</param>
    /// <param name="time">The clock.</param>
    public Refusals(CellPlan plan, Action<string> tell, TimeProvider time) => (_plan, _tell, _time) = (plan, tell, time);

    /// <summary>The first one, with the client's reason.</summary>
    public Task<(Refusal Refusal, string Reason)> First => _first.Task;

    /// <returns><see langword="null"/> for what is none.</returns>
    public static Refusal? Of(Error error, bool isSend) => error.Code switch
    {
        ErrorCode.GroupAuthorizationFailed => Refusal.Join,
        ErrorCode.TransactionalIdAuthorizationFailed => Refusal.Transact,
        ErrorCode.TopicAuthorizationFailed or ErrorCode.ClusterAuthorizationFailed => isSend ? Refusal.Write : Refusal.Read,
        _ => ConnectionRefusal.Of(error),
    };

    /// <summary>From now on they are told; before, whoever starts the cell tells them.</summary>
    public void BeginToTell()
    {
        lock (_lock)
        {
            _isTelling = true;
        }
    }

    public void Heard(Refusal refusal, string reason)
    {
        _first.TrySetResult((refusal, reason));
        lock (_lock)
        {
            if (!_isTelling)
            {
                return;
            }

            var now = _time.GetTimestamp();
            var goesOn = _heard.TryGetValue(refusal, out var last) && _time.GetElapsedTime(last, now) < Silence;
            _heard[refusal] = now;
            if (goesOn)
            {
                return;
            }
        }

        // A certificate is looked at first; the client's own thread does not wait for that.
        _ = Task.Run(async () => _tell(await DescribeAsync(refusal, reason)));
    }

    public async Task<string> DescribeAsync(Refusal refusal, string reason)
    {
        reason = reason.ReplaceLineEndings(" ").Trim().TrimEnd('.');
        return $"cell {_plan.Name}: " + refusal switch
        {
            Refusal.Write => $"topic {_plan.Topic}: sends are refused ({reason}); allow the probe to WRITE to it",
            Refusal.Transact => $"transactional ids that begin with {_plan.Topic}: transactions are refused ({reason}); allow the probe to WRITE to them",
            Refusal.Read => $"topic {_plan.Topic}: reads are refused ({reason}); allow the probe to READ it",
            Refusal.Join => $"group {_plan.Group}: the probe may not be a member ({reason}); allow it to READ the group",
            _ => await ConnectionRefusal.DescribeAsync(refusal, reason),
        };
    }
}
