namespace Kafka.Sli.Probe.Plan;

/// <summary>Which of the clients a property is for.</summary>
[Flags]
internal enum PropertyScope
{
    None = 0,
    Producer = 1,
    Consumer = 2,
    Both = Producer | Consumer,
}
