namespace Kafka.Sli.Probe.Plan;

/// <summary>Properties of a client, as a plan gives them.</summary>
internal sealed class PropertyMap
{
    public List<PlanProperty> All { get; } = [];
}

/// <param name="Key">Its name.</param>
/// <param name="Value">Its value, with what <c>${…}</c> and <c>file:</c> stand for.</param>
/// <param name="Written">The value as it stands in the plan, which tells no secret that is kept elsewhere.</param>
internal sealed record PlanProperty(Located<string> Key, Located<string> Value, string Written);
