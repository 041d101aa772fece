namespace Kafka.Sli.Probe.Plan;

/// <summary>Reads a plan file: what is right is a plan, what is not is faults that say where.</summary>
internal static class PlanFile
{
    /// <returns>The plan, unless a fault is fatal, and what was found.</returns>
    public static (ProbePlan? Plan, PlanFaults Faults) Load(string path)
    {
        try
        {
            return SmallFile.Read(path) is { } text
                ? Parse(text, Path.GetDirectoryName(Path.GetFullPath(path))!, Environment.GetEnvironmentVariable)
                : Unreadable("it is longer than 1 MiB, and no plan is");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            return Unreadable(e.Message.ReplaceLineEndings(" ").TrimEnd('.'));
        }
    }

    /// <param name="text">What stands in the file.</param>
    /// <param name="folder">Where the file is: paths in it go from there.</param>
    /// <param name="environment">Knows the variables that the plan names.</param>
    /// <param name="asksClients">Whether a client is made of each configuration, for it alone knows what does not go together.</param>
    public static (ProbePlan? Plan, PlanFaults Faults) Parse(string text, string folder, Func<string, string?> environment, bool asksClients = true)
    {
        var faults = new PlanFaults();
        var secrets = new PlanSecrets(folder, environment);
        if (YamlTree.Read(text, faults) is not { } tree)
        {
            return (null, faults);
        }

        var document = new PlanReader(faults, secrets).Read(tree);
        var plan = new PlanCompiler(document, faults, secrets, folder).Compile();
        if (!faults.AreFatal)
        {
            if (asksClients)
            {
                RefuseWhatClientsRefuse(plan, faults);
            }

            new PlanWarnings(faults).Look(document, plan);
        }

        return (faults.AreFatal ? null : plan, faults);
    }

    private static void RefuseWhatClientsRefuse(ProbePlan plan, PlanFaults faults)
    {
        var looked = new HashSet<string>();
        foreach (var cell in plan.Cells.Where(c => c.Client == ClientImplementation.Librdkafka))
        {
            if (looked.Add($"p {cell.TransactionEvery is null} {Text(cell.Producer)}") && ClientRefusal.OfProducer(cell.Producer, cell.TransactionEvery is not null) is { } producer)
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
