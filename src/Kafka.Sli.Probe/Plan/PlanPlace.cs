namespace Kafka.Sli.Probe.Plan;

/// <summary>Where something stands in a plan file.</summary>
/// <param name="Line">From 1; 0 where it stands nowhere, for it is a default.</param>
/// <param name="Column">From 1.</param>
/// <param name="Path">The keys that lead there, such as <c>loads.steady.rate</c>.</param>
internal readonly record struct PlanPlace(long Line, long Column, string Path)
{
    public static readonly PlanPlace Nowhere = new(0, 0, "");
}
