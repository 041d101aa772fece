namespace Kafka.Sli.Probe.Shared;

/// <summary>What the command writes.</summary>
internal static class WrittenDashboard
{
    public static async Task<DashboardFile> ReadAsync(string plan, string name)
    {
        var (exitCode, output, errors) = await ProbeProcess.RunAsync("slo", "dashboard", plan, "--dashboard", name);
        Assert.True(exitCode == 0 && errors.Length == 0, errors);
        return DashboardFile.Parse(output);
    }
}
