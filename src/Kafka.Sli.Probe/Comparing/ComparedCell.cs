using System.Collections.Concurrent;
using Kafka.Sli.Probe.Ledger;
using Kafka.Sli.Probe.Probing;

namespace Kafka.Sli.Probe.Comparing;

/// <summary>Keeps each send of a cell, whichever of its clients made it: a comparison is of all samples, and not of a histogram's buckets.</summary>
internal sealed class ComparedCell
{
    private readonly ConcurrentDictionary<(int Client, int Partition, long Number), ComparedSend> _sends = new();
    private readonly ConcurrentDictionary<(int Client, int Partition, long Number), ComparedSend> _open = new();
    private readonly ConcurrentDictionary<(int Client, int Partition, long Number), ComparedSend> _unread = new();
    private readonly ConcurrentDictionary<(int Client, int Partition, long Number), long> _early = new();
    private readonly ConcurrentQueue<(long At, double Seconds)> _lateness = new();
    private readonly ConcurrentDictionary<StreamId, int> _clients = new();
    private long _lastFailed;

    /// <summary>How many it has had: one that can do no more is replaced.</summary>
    public int Clients => _clients.Count;

    /// <summary>In the order in which they were due.</summary>
    public IReadOnlyList<ComparedSend> Sends => [.. _sends.Values.OrderBy(s => s.Due)];

    /// <summary>By how much sends were later than the schedule, and when that was told.</summary>
    public IReadOnlyCollection<(long At, double Seconds)> Lateness => _lateness;

    /// <summary>Whether all that was due before has ended.</summary>
    public bool HasEndedBefore(long due) => _open.Values.All(s => s.Due >= due);

    /// <summary>Whether all that was due before and was acknowledged has been read.</summary>
    public bool HasReadBefore(long due) => _unread.Values.All(s => s.Due >= due);

    /// <summary>Whether something that was due since then was not acknowledged.</summary>
    public bool HasFailedSince(long due) => Volatile.Read(ref _lastFailed) >= due;

    public void Late(long at, double seconds) => _lateness.Enqueue((at, seconds));

    /// <summary>It sends by another client from now on; one at a time is begun with.</summary>
    /// <returns>What that client is known by here.</returns>
    public int Takes(StreamId stream) => _clients.GetOrAdd(stream, _clients.Count);

    public void Begun(int client, in Sending sending)
    {
        var (key, send) = ((client, sending.Partition, sending.Number), new ComparedSend(sending.Partition, sending.Intended));
        _open[key] = _sends[key] = send;
        TakeEarlyRead(key, send);
    }

    public void Settled(int client, in Sending sending, long at, Fate fate)
    {
        var key = (client, sending.Partition, sending.Number);
        if (_open.TryRemove(key, out var send))
        {
            send.End(at, fate == Fate.Acknowledged);
            if (fate != Fate.Acknowledged)
            {
                // Ends come on one thread at a time.
                Volatile.Write(ref _lastFailed, Math.Max(_lastFailed, sending.Intended));
            }
            else
            {
                _unread[key] = send;
                ForgetIfRead(key, send);
            }
        }
    }

    /// <summary>Somebody of its group has read a message.</summary>
    public void Saw(in Reading reading)
    {
        if (reading.Header is not { IsClosing: false } header || !_clients.TryGetValue(header.Stream, out var client))
        {
            return;
        }

        var key = (client, reading.Partition, header.Number);
        if (!_sends.TryGetValue(key, out var send))
        {
            // Who sends and who reads may tell of it on two ways, of which the second may be the shorter one.
            _early.TryAdd(key, reading.Arrival.Timestamp);
            _sends.TryGetValue(key, out send);
        }

        if (send is not null)
        {
            send.ReadAt(reading.Arrival.Timestamp);
            ForgetIfRead(key, send);
        }
    }

    private void TakeEarlyRead((int, int, long) key, ComparedSend send)
    {
        if (_early.TryRemove(key, out var at))
        {
            send.ReadAt(at);
        }
    }

    /// <summary>It may be read before its sender knows that it is there.</summary>
    private void ForgetIfRead((int, int, long) key, ComparedSend send)
    {
        if (send.Read != 0)
        {
            _unread.TryRemove(key, out _);
        }
    }
}
