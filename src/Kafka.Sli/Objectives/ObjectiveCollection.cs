using System.Collections.ObjectModel;

namespace Kafka.Sli.Objectives;

/// <summary>Objectives, added as objects or in their one-line form.</summary>
public sealed class ObjectiveCollection : Collection<Objective>
{
    /// <summary>Adds an objective in its one-line form, such as <c>produce of orders-*: 99.999% &lt; 5s over 30d</c>.</summary>
    /// <param name="text">As <see cref="Objective.Parse"/> reads it.</param>
    /// <exception cref="FormatException">The text is no objective; the message points at the place and says what would be right.</exception>
    public void Add(string text) => Add(Objective.Parse(text));
}
