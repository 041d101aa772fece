namespace Kafka.Sli.Probe.Plan;

/// <summary>The combinations of a matrix, in an order of its own: turning two lines of a plan round renames no cell.</summary>
internal sealed class MatrixOfProperties
{
    private readonly PlanMatrix? _matrix;
    private readonly PlanFaults _faults;

    public MatrixOfProperties(PlanMatrix? matrix, PlanFaults faults)
    {
        _matrix = matrix;
        _faults = faults;
    }

    /// <summary>Without a matrix there is one, of nothing.</summary>
    public IReadOnlyList<IReadOnlyList<(string Key, string Value)>> Combinations()
    {
        IEnumerable<IReadOnlyList<(string Key, string Value)>> all = [[]];
        foreach (var (key, values) in (_matrix?.Axes ?? []).OrderBy(a => a.Key.Value, StringComparer.Ordinal))
        {
            Check(key, values);
            all = [.. all.SelectMany(combination => values.DistinctBy(v => v.Value).Take(MostValues).Select(v => (IReadOnlyList<(string, string)>)[.. combination, (key.Value, v.Value)])).Take(MostCombinations)];
        }

        return [.. all];
    }

    private const int MostValues = 1_000;
    private const int MostCombinations = 10_000;

    private void Check(Located<string> key, IReadOnlyList<Located<string>> values)
    {
        if (values.Count == 0)
        {
            _faults.Add(key.Place, "is empty; give at least one value, or leave the line out");
        }

        foreach (var value in values)
        {
            if (PropertyFault.IsSecret(key.Value) || value.Value.Contains("${", StringComparison.Ordinal))
            {
                _faults.Add(value.Place, "is part of the names of cells and topics, so that nothing secret may stand here; put it into a profile");
            }
            else if (PlanProperties.Fault(key.Value, value.Value) is { } fault)
            {
                _faults.Add(value.Place, fault);
            }
        }

        foreach (var twice in values.GroupBy(v => v.Value).Where(g => g.Count() > 1))
        {
            _faults.Add(twice.Last().Place, $"'{twice.Key}' stands here twice: two cells would have one name");
        }
    }
}
