namespace Kafka.Sli.Telemetry;

/// <summary>Who disposes a decorated client.</summary>
internal enum InnerClientOwner
{
    /// <summary>Its decorator, as if there were none between the application and it.</summary>
    Decorator,

    /// <summary>The container that made it, right after it disposed the decorator.</summary>
    Container,

    /// <summary>The application, which handed a finished instance to the container.</summary>
    Application,
}
