namespace Kafka.Sli.Probe.Slo;

/// <summary>As Kubernetes has objects, and OpenSLO after it.</summary>
internal sealed record KubernetesObject(string ApiVersion, string Kind, ObjectMetadata Metadata, object Spec);

/// <param name="Name">A DNS label.</param>
/// <param name="DisplayName">Of OpenSLO alone.</param>
/// <param name="Annotations">Anything.</param>
internal sealed record ObjectMetadata(string Name, string? DisplayName = null, IReadOnlyDictionary<string, string>? Annotations = null);
