namespace Kafka.Sli.Probe.Plan;

/// <summary>The key of a plan under which a property stands. Reader and schema are both made from it.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class PlanKeyAttribute(string name, string description) : Attribute
{
    public string Name { get; } = name;

    /// <summary>For whoever writes a plan.</summary>
    public string Description { get; } = description;

    public bool IsRequired { get; init; }
}
