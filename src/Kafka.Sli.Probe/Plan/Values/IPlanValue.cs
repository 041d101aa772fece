namespace Kafka.Sli.Probe.Plan;

/// <summary>A value that is one word in a plan.</summary>
internal interface IPlanValue<TSelf>
    where TSelf : IPlanValue<TSelf>
{
    /// <summary>What would be right, with an example: the end of a sentence that begins with "must be".</summary>
    static abstract string Expected { get; }

    /// <summary>The regular expression of the schema.</summary>
    static abstract string Pattern { get; }

    /// <returns><see langword="false"/> when it is not what is expected.</returns>
    static abstract bool TryParse(string text, out TSelf value);
}
