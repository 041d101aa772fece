using Confluent.Kafka;

namespace Kafka.Sli.Producing;

/// <summary>
/// The message as it is handed to the client: the application's own, with our headers. It is a copy, because
/// <see cref="Headers"/> is an unsynchronised list that applications share between messages and threads.
/// </summary>
internal sealed class StampedMessage<TKey, TValue>
{
    private Message<TKey, TValue> _original = null!;

    /// <summary>Our headers, of which most messages have one.</summary>
    private Header? _ours;
    private List<IHeader>? _moreOfOurs;
    private int _seen;

    private StampedMessage()
    {
    }

    public Message<TKey, TValue> Message { get; } = new();

    /// <summary>Copies a message. Its headers are new ones each time, for a serializer may hold on to them.</summary>
    public static StampedMessage<TKey, TValue> Of(Message<TKey, TValue> original)
    {
        ref var spare = ref SpareStampedMessage.OfThread;
        var stamped = spare as StampedMessage<TKey, TValue> ?? new();
        spare = null;
        stamped.Copy(original);
        return stamped;
    }

    /// <summary>Nobody has the copy any more: the next send of this thread may be made with it.</summary>
    public void Release()
    {
        _original = null!;
        (Message.Key, Message.Value, Message.Headers) = (default!, default!, null);
        (_ours, _moreOfOurs) = (null, null);
        SpareStampedMessage.OfThread = this;
    }

    /// <summary>Only a plain message can be copied: a derived one may mean something to the client it was made for.</summary>
    public static bool CanCarry(Message<TKey, TValue>? message) => message?.GetType() == typeof(Message<TKey, TValue>);

    /// <summary>Adds a header in the place of one of the same key: a consumed message that is sent on brings those of its last journey.</summary>
    public void Set(string key, byte[] value)
    {
        var header = new Header(key, value);
        if (Message.Headers.Count > 0)
        {
            Message.Headers.Remove(key);
        }

        Message.Headers.Add(header);
        if (_ours is null)
        {
            _ours = header;
        }
        else
        {
            (_moreOfOurs ??= []).Add(header);
        }

        _seen = Message.Headers.Count;
    }

    /// <summary>
    /// Gives the application's message the headers that serializers wrote, as without us. To be called when the client's call
    /// has returned and the application has not gone on: serializers have written by then.
    /// </summary>
    public void GiveBackHeaders()
    {
        // Apart, because what looks through the headers costs an object even where there is nothing to look through.
        if (_original.Headers is { } own && !IsAsWeLeftIt(Message.Headers))
        {
            GiveBackHeaders(Message.Headers, own);
        }
    }

    /// <summary>Gives back what an asynchronous serializer added after the client's call had returned.</summary>
    public void GiveBackLateHeaders()
    {
        for (; _original.Headers is { } own && _seen < Message.Headers.Count; _seen++)
        {
            own.Add(Message.Headers[_seen]);
        }
    }

    /// <summary>An exception, or the result of a client without delivery reports, holds the message that it was given.</summary>
    public void GiveBackMessage(DeliveryResult<TKey, TValue>? result)
    {
        if (result is not null && ReferenceEquals(result.Message, Message))
        {
            result.Message = _original;
        }
    }

    private void Copy(Message<TKey, TValue> original)
    {
        var headers = new Headers();
        for (var i = 0; i < original.Headers?.Count; i++)
        {
            headers.Add(original.Headers[i]);
        }

        (_original, _seen) = (original, 0);
        (Message.Key, Message.Value, Message.Timestamp, Message.Headers) = (original.Key, original.Value, original.Timestamp, headers);
    }

    private bool IsAsWeLeftIt(Headers sent) => sent.Count == _seen && (_seen == 0 || ReferenceEquals(sent[_seen - 1], _moreOfOurs?[^1] ?? _ours));

    private void GiveBackHeaders(Headers sent, Headers own)
    {
        var removed = own.Where(h => !IsKeyOfOurs(h.Key) && !sent.Contains(h)).Select(h => h.Key).ToHashSet();
        var back = sent.Where(h => !IsOurs(h) && (removed.Contains(h.Key) || !own.Contains(h))).ToArray();
        foreach (var key in removed)
        {
            own.Remove(key);
        }

        foreach (var header in back)
        {
            own.Add(header);
        }

        _seen = sent.Count;
    }

    private bool IsOurs(IHeader header) => ReferenceEquals(_ours, header) || _moreOfOurs?.Exists(h => ReferenceEquals(h, header)) == true;

    private bool IsKeyOfOurs(string key) => _ours?.Key == key || _moreOfOurs?.Exists(h => h.Key == key) == true;
}
