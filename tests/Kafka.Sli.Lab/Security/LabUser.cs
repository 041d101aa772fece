namespace Kafka.Sli.Lab.Security;

/// <summary>Who may log in to the secured listeners.</summary>
internal sealed record LabUser(string Name, string Password)
{
    /// <summary>May do all that a probe wants to do.</summary>
    public static LabUser Probe { get; } = New("probe");

    /// <summary>May do nothing.</summary>
    public static LabUser Guest { get; } = New("guest");

    /// <summary>May read and write what is there, and neither create nor alter anything.</summary>
    public static LabUser Measurer { get; } = New("measurer");

    /// <summary>A password that can be looked for in whatever is written: it occurs nowhere else.</summary>
    private static LabUser New(string name) => new(name, $"secret-{Guid.NewGuid():N}");
}
