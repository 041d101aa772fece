namespace Kafka.Sli.Objectives;

/// <summary>How soon somebody has to look at a burn rate.</summary>
public enum AlertSeverity
{
    /// <summary>In the next days.</summary>
    Ticket,

    /// <summary>Now.</summary>
    Page,
}
