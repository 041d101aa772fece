namespace Kafka.Sli.Probe.Plan;

/// <summary>Reads a plan file: what is right is a plan, what is not is faults that say where.</summary>
internal static class PlanFile
{
    private const int Largest = 1024 * 1024;

    /// <returns>The plan, unless a fault is fatal, and what was found.</returns>
    public static (ProbePlan? Plan, PlanFaults Faults) Load(string path)
    {
        try
        {
            return new FileInfo(path).Length > Largest
                ? Unreadable("it is longer than 1 MiB, and no plan is")
                : Parse(File.ReadAllText(path), Path.GetDirectoryName(Path.GetFullPath(path))!, Environment.GetEnvironmentVariable);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            return Unreadable(e.Message.ReplaceLineEndings(" "));
        }
    }

    /// <param name="text">What stands in the file.</param>
    /// <param name="folder">Where the file is: paths in it go from there.</param>
    /// <param name="environment">Knows the variables that the plan names.</param>
    public static (ProbePlan? Plan, PlanFaults Faults) Parse(string text, string folder, Func<string, string?> environment)
    {
        var faults = new PlanFaults();
        var secrets = new PlanSecrets(folder, environment);
        if (YamlTree.Read(text, faults) is not { } tree)
        {
            return (null, faults);
        }

        var document = new PlanReader(faults, secrets).Read(tree);
        var plan = new PlanCompiler(document, faults, secrets).Compile();
        if (!faults.AreFatal)
        {
            RefuseWhatClientsRefuse(plan, faults);
            new PlanWarnings(faults).Look(document, plan);
        }

        return (faults.AreFatal ? null : plan, faults);
    }

    private static void RefuseWhatClientsRefuse(ProbePlan plan, PlanFaults faults)
    {
        var looked = new HashSet<string>();
        foreach (var cell in plan.Cells)
        {
            if (looked.Add($"p {Text(cell.Producer)}") && ClientRefusal.OfProducer(cell.Producer) is { } producer)
            {
                faults.Add(cell.Place, plan.Secrets.Hide($"{cell.Name}: {producer}"));
            }

            if (looked.Add($"c {Text(cell.Consumer)}") && ClientRefusal.OfConsumer(cell.Consumer) is { } consumer)
            {
                faults.Add(cell.Place, plan.Secrets.Hide($"{cell.Name}: {consumer}"));
            }
        }
    }

    private static string Text(IReadOnlyDictionary<string, string> properties) =>
        string.Join('\n', properties.OrderBy(p => p.Key, StringComparer.Ordinal).Select(p => $"{p.Key}={p.Value}"));

    private static (ProbePlan?, PlanFaults) Unreadable(string reason)
    {
        var faults = new PlanFaults();
        faults.Add(PlanPlace.Nowhere, $"cannot be read: {reason}; give the path of a plan, like deploy/probe.yaml");
        return (null, faults);
    }
}
