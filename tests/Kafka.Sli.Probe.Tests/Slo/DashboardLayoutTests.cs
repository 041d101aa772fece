namespace Kafka.Sli.Probe.Tests.Slo;

public sealed class DashboardLayoutTests : IDisposable
{
    private const string Plan = """
        clusters: { main: { bootstrap.servers: embedded } }
        objectives: [ "produce: 99% < 500ms over 7d", "delivery: 99% < 1s as fresh" ]
        matrix: { acks: [all, 1] }
        """;

    private static readonly string[] Names = ["overview", "cell", "client"];

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory();

    public DashboardLayoutTests() => File.WriteAllText(PlanPath, Plan);

    private string PlanPath => Path.Combine(_folder.FullName, "plan.yaml");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task All_are_written_to_a_folder_and_found_by_uids_of_their_own()
    {
        var folder = Directory.CreateTempSubdirectory();
        var (exitCode, output, errors) = await ProbeProcess.RunAsync("slo", "dashboard", PlanPath, "--to", folder.FullName);

        var files = folder.GetFiles().OrderBy(f => f.Name, StringComparer.Ordinal).ToArray();
        Assert.Equal((0, "", ""), (exitCode, output, errors));
        Assert.Equal(Names.Order(StringComparer.Ordinal).Select(n => $"kafka-sli-{n}.json"), files.Select(f => f.Name));
        Assert.Equal(files.Select(f => Path.GetFileNameWithoutExtension(f.Name)), files.Select(f => DashboardFile.Parse(File.ReadAllText(f.FullName)).Uid));
        folder.Delete(recursive: true);
    }

    [Theory]
    [InlineData("overview")]
    [InlineData("cell")]
    [InlineData("client")]
    public async Task Each_panel_says_what_it_means_and_has_a_place_of_its_own(string name)
    {
        var dashboard = await WrittenDashboard.ReadAsync(PlanPath, name);

        var panels = dashboard.Panels;
        Assert.False(dashboard.HasInputs);
        Assert.Distinct(panels.Select(p => p.Id));
        Assert.Distinct(panels.SelectMany(Tiles));
        Assert.All(panels, p => Assert.True(p.Position.X + p.Position.Width <= 24, p.Title));
        Assert.All(panels, p => Assert.False(string.IsNullOrWhiteSpace(p.Title)));
        Assert.All(panels.Where(p => !p.IsRow), p => Assert.True(p.Description?.Length > 20 && p.Unit is { Length: > 0 }, p.Title));
    }

    [Theory]
    [InlineData("--dashboard elsewhere", "Argument 'elsewhere' not recognized. Must be one of: 'overview' 'cell' 'client'")]
    [InlineData("--to /etc/hostname", "--to /etc/hostname: cannot be written (")]
    [InlineData("--to /proc/none", "--to /proc/none: cannot be written (")]
    [InlineData("--to here --dashboard cell", "--to writes all dashboards: leave out --dashboard")]
    public async Task What_cannot_be_is_refused_in_one_line(string options, string line)
    {
        var (exitCode, output, errors) = await ProbeProcess.RunAsync(["slo", "dashboard", PlanPath, .. options.Split(' ')]);

        Assert.Equal((2, ""), (exitCode, output));
        Assert.Equal(1, errors.Count(c => c == '\n'));
        Assert.Contains(line, errors, StringComparison.Ordinal);
    }

    private static IEnumerable<(int X, int Y)> Tiles(DashboardPanel panel) =>
        from x in Enumerable.Range(panel.Position.X, panel.Position.Width)
        from y in Enumerable.Range(panel.Position.Y, panel.Position.Height)
        select (x, y);
}
