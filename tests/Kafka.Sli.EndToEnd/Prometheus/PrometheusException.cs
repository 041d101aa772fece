namespace Kafka.Sli.EndToEnd.Prometheus;

/// <summary>Prometheus says that something is wrong, and what.</summary>
internal sealed class PrometheusException(string message) : Exception(message);
