namespace Kafka.Sli.Probe.Plan;

/// <summary>A value, and where the plan says so.</summary>
internal readonly record struct Located<T>(T Value, PlanPlace Place);
