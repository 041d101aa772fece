namespace Kafka.Sli.Probe.External;

/// <summary>What speaks the protocol: lines in, lines out, and an end.</summary>
internal interface IExternalProcess : IDisposable
{
    /// <summary>It may speak from now on.</summary>
    void Start();

    /// <summary>Does not wait for the client to read it.</summary>
    /// <returns>Whether it is on its way: a client that reads no commands is given no more of them.</returns>
    bool Write(string line);

    /// <summary>Ends it now, if it has not ended by itself.</summary>
    void Kill();
}

/// <summary>Makes the process of a client.</summary>
/// <param name="heard">Takes each line, in order, one at a time; <see langword="null"/> for one that is too long.</param>
/// <param name="ended">Told once, after the last line, and why it ended.</param>
/// <exception cref="ProbeException">It cannot be started.</exception>
internal delegate IExternalProcess ExternalProcessFactory(Action<string?> heard, Action<string> ended);
