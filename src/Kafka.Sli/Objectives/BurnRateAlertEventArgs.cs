namespace Kafka.Sli.Objectives;

/// <summary>An alert has begun or ceased to fire.</summary>
public sealed class BurnRateAlertEventArgs : EventArgs
{
    internal BurnRateAlertEventArgs(BurnRateAlert alert, bool isFiring, ObjectiveStatus status)
    {
        Alert = alert;
        IsFiring = isFiring;
        Status = status;
    }

    /// <summary>The alert.</summary>
    public BurnRateAlert Alert { get; }

    /// <summary>Whether it fires from now on, or no longer.</summary>
    public bool IsFiring { get; }

    /// <summary>How its objective stood when that changed.</summary>
    public ObjectiveStatus Status { get; }
}
