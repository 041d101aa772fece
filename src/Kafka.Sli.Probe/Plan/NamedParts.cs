using System.Collections;

namespace Kafka.Sli.Probe.Plan;

/// <summary>Parts of one kind, each by a name that the plan gives it.</summary>
internal sealed class NamedParts<T> : IEnumerable<(Located<string> Name, T Part)>, INamedParts
    where T : class
{
    private readonly List<(Located<string> Name, T Part)> _all = [];

    public int Count => _all.Count;

    public Type PartType => typeof(T);

    public void Add(Located<string> name, object part) => _all.Add((name, (T)part));

    public IEnumerator<(Located<string> Name, T Part)> GetEnumerator() => _all.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}

/// <summary>As the reader sees them, whatever they are parts of.</summary>
internal interface INamedParts
{
    Type PartType { get; }

    void Add(Located<string> name, object part);
}
