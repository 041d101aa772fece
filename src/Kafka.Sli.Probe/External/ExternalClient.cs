using System.Globalization;
using Kafka.Sli.Probe.Ledger;
using Kafka.Sli.Probe.Plan;
using Kafka.Sli.Probe.Probing;

namespace Kafka.Sli.Probe.External;

/// <summary>A client in a process of its own, of any implementation, which speaks the protocol of <c>docs/external-clients.md</c>.</summary>
internal sealed class ExternalClient : IModelClient
{
    /// <summary>As often as a client in this process commits.</summary>
    private static readonly TimeSpan CommitInterval = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan LongestCommit = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan LongestAnswer = TimeSpan.FromSeconds(5);

    /// <summary>Some minutes of commits.</summary>
    private const int MostUnanswered = 1000;

    private readonly Lock _committing = new();
    private readonly IExternalProcess _process;
    private readonly ExternalEvents _told;
    private readonly ExternalAnswers _answers = new();
    private readonly ExternalFaults _faults;
    private readonly ExternalFlood _flood;
    private readonly ExternalPulse _pulse;
    private readonly IModelClientEvents _events;
    private readonly CellSurroundings _surroundings;
    private readonly TimeProvider _time;
    private readonly CellPlan _plan;
    private readonly NanosecondClock _clock;
    private readonly ITimer _ticks;
    private volatile string? _fatal;
    private volatile string? _lastError;
    private volatile bool _isReady;
    private volatile bool _isReading;
    private volatile bool _isEnding;

    /// <param name="build">Makes its process.</param>
    /// <param name="bootstrap">The cluster's address.</param>
    /// <param name="plan">The cell.</param>
    /// <param name="stream">Its messages' stream.</param>
    /// <param name="surroundings">What all cells share.</param>
    /// <param name="events">Told what happens.</param>
    /// <exception cref="ProbeException">It cannot be started.</exception>
    public ExternalClient(ExternalProcessFactory build, string bootstrap, CellPlan plan, StreamId stream, CellSurroundings surroundings, IModelClientEvents events)
    {
        (_plan, _surroundings, _events, _time) = (plan, surroundings, events, surroundings.Sli.TimeProvider);
        _clock = new NanosecondClock(_time);
        _faults = new ExternalFaults(
            surroundings.Hide,
            line => surroundings.Tell($"cell {plan.Name}: {line}"),
            () => surroundings.Instruments.ClientFaults.Add(1, new KeyValuePair<string, object?>(ProbeInstruments.Cell, plan.Name)));
        _flood = new ExternalFlood(_time);
        _told = new ExternalEvents(plan, surroundings, events);
        _pulse = new ExternalPulse(_time);
        try
        {
            _process = build(Heard, Ended);
        }
        catch
        {
            _told.Dispose();
            throw;
        }

        _process.Start();
        Do(ExternalCommand.Configure(bootstrap, plan, stream, _clock.Now));
        _ticks = _time.CreateTimer(static client => ((ExternalClient)client!).Tick(), this, CommitInterval, CommitInterval);
    }

    /// <remarks>One that is not alive is replaced: that is no fault of the probe.</remarks>
    public bool IsAlive => true;

    public string? FatalError => _fatal;

    public string? LastError => _fatal ?? _lastError;

    public long Unsent { get; private set; }

    public bool IsConfigured => _isReady;

    public void StartReading()
    {
        Do(new("read"));
        _isReading = true;
    }

    /// <remarks>It asks for itself.</remarks>
    public void LookForPartitions(int count)
    {
    }

    public void StartSending(IReadOnlyList<int> partitions) => Do(ExternalCommand.Send(partitions));

    public void Cover(IReadOnlyList<int> partitions) => Do(ExternalCommand.Cover(partitions));

    public void StopSending() => Unsent = Ask(new("stop_sending"), LongestAnswer)?.Unsent ?? 0;

    public bool Flush(TimeSpan longest) => Ask(ExternalCommand.Within("flush", longest), longest) is not null && _told.InFlight == 0;

    public bool SendClosing(TimeSpan longest) => IsComplete(Ask(ExternalCommand.Within("close_streams", longest), longest));

    public IReadOnlyList<(int Partition, long Offset)>? FindEnds(TimeSpan longest) =>
        Ask(ExternalCommand.Within("find_ends", longest), longest) is { Ends: { } ends } answer && IsComplete(answer) && ends.All(e => e is [>= 0 and <= int.MaxValue, >= 0])
            ? [.. ends.Select(e => ((int)e[0], e[1]))]
            : null;

    public bool StopReading()
    {
        _isReading = false;
        if (Ask(new("stop_reading"), LongestAnswer) is null)
        {
            return false;
        }

        if (_plan.CommitsAutomatically)
        {
            return true;
        }

        var committed = CommitJudged(isRevoking: false);
        return committed is null || (committed.Wait(LongestCommit) && committed.Result is { Outcome: "ok" or "none" });
    }

    public bool Leave()
    {
        _isEnding = true;
        _told.Leaves();
        return IsComplete(Ask(new("leave"), LongestCommit));
    }

    public void Dispose()
    {
        _isEnding = true;
        _ticks.Dispose();
        _process.Dispose();
        _told.Dispose();
    }

    private static bool IsComplete(ExternalEvent? answer) => answer is { Complete: not false };

    private void Do(ExternalCommand command)
    {
        if (!_process.Write(ExternalJson.Write(command)) && !_isEnding)
        {
            Give("it does not read its commands");
        }
    }

    /// <returns>Its answer; <see langword="null"/> when none came in time.</returns>
    private ExternalEvent? Ask(ExternalCommand command, TimeSpan longest)
    {
        var answer = _answers.Expect(command.Do);
        Do(command);
        return answer.Wait(longest + LongestAnswer) ? answer.Result : null;
    }

    /// <summary>Each second, on a thread of the pool.</summary>
    private void Tick()
    {
        if (_fatal is not null || _isEnding)
        {
            return;
        }

        if (_pulse.HasStopped())
        {
            Give($"it has not said for {ExternalPulse.LongestSilence.TotalSeconds:0} s that it is there");
        }
        else if (_isReading && !_plan.CommitsAutomatically)
        {
            CommitJudged(isRevoking: false);
        }
    }

    /// <summary>It can do no more, or is listened to no more.</summary>
    private void Give(string reason)
    {
        _fatal ??= reason;
        _process.Kill();
    }

    /// <returns>The answer to come; <see langword="null"/> when there is nothing to commit.</returns>
    private Task<ExternalEvent?>? CommitJudged(bool isRevoking)
    {
        // An older position must not be committed after a newer one.
        lock (_committing)
        {
            var positions = _events.ToCommit();
            if (positions.Count == 0 && !isRevoking)
            {
                return null;
            }

            if (_told.Commits.Unanswered >= MostUnanswered)
            {
                Give($"it has left {MostUnanswered} commits without an answer");
                return null;
            }

            var id = _told.Commits.Begin(isOfNothing: positions.Count == 0);
            var answer = _answers.Expect(AnswerOf(id));
            Do(ExternalCommand.Commit(id, positions, isRevoking));
            return answer;
        }
    }

    private static string AnswerOf(long commit) => string.Create(CultureInfo.InvariantCulture, $"commit {commit}");

    private void Heard(string? line)
    {
        _faults.NextLine();
        if (_fatal is not null)
        {
            return;
        }

        if (line is null || ExternalJson.Read(line) is not { } told)
        {
            _faults.Add(line is null ? "is longer than a line may be" : "is no JSON object of an event", line);
        }
        else if (Take(told.By(_clock)) is { } fault)
        {
            _faults.Add(fault, line);
        }

        if (_faults.AreTooMany)
        {
            Give($"it wrote more than {ExternalFaults.Most} lines that are no events");
        }
        else if (_flood.IsOneMoreTooMany())
        {
            Give($"it floods: more than {ExternalFlood.Most} lines in {ExternalFlood.Window.TotalSeconds:0} s");
        }
    }

    /// <returns>What is wrong with it; <see langword="null"/> when nothing is.</returns>
    private string? Take(ExternalEvent told)
    {
        switch (told)
        {
            case { Event: "ready" } when _isReady:
                return "it has been ready before";
            case { Event: "ready" } when told.Protocol != ExternalCommand.ProtocolVersion:
                Give($"it speaks version {told.Protocol?.ToString(CultureInfo.InvariantCulture) ?? "unknown"} of the protocol, and not {ExternalCommand.ProtocolVersion}");
                return null;
            case { Event: "ready" }:
                _isReady = true;
                _pulse.Heard(_time.GetTimestamp());
                return null;
            case { Event: "fatal" }:
                Give(OneLine(told.Text));
                return null;
            case { Event: "error" }:
                _lastError = OneLine(told.Text);
                _told.Complained(told.Error, told.Text);
                return null;
            case var _ when !_isReady:
                return "comes before ready";
            case { Event: "done", What: { Length: > 0 } what }:
                return _answers.Answer(what, told) ? null : "nobody has asked for that";
            case { Event: "revoking" }:
                if (!_plan.CommitsAutomatically)
                {
                    CommitJudged(isRevoking: true);
                }

                return null;
        }

        var fault = _told.Take(told);
        if (fault is null && told is { Event: "told", At: { } at })
        {
            _pulse.Heard(at);
        }
        else if (fault is null && told is { Event: "committed", Id: { } id })
        {
            _answers.Answer(AnswerOf(id), told);
        }

        return fault;
    }

    /// <summary>On the thread that hears it, after the last line.</summary>
    private void Ended(string why)
    {
        if (!_isEnding)
        {
            _fatal ??= OneLine(why);
        }

        _told.Dispose();
        _answers.EndAll();
    }

    private string OneLine(string? text) => ExternalText.OneLine(_surroundings.Hide(text ?? "it does not say why"));
}
