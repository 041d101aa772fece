namespace Kafka.Sli.Probe.Plan;

/// <summary>The combinations of a matrix, in an order of its own: turning two lines of a plan round renames no cell.</summary>
internal sealed class MatrixOfProperties
{
    private readonly PlanMatrix? _matrix;
    private readonly PlanFaults _faults;
    private readonly bool _asksLibrdkafka;

    /// <param name="matrix">What stands in the plan.</param>
    /// <param name="faults">Takes what is wrong with it.</param>
    /// <param name="asksLibrdkafka">Whether any cell is librdkafka's: another implementation is asked when it is there.</param>
    public MatrixOfProperties(PlanMatrix? matrix, PlanFaults faults, bool asksLibrdkafka)
    {
        _matrix = matrix;
        _faults = faults;
        _asksLibrdkafka = asksLibrdkafka;
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
            else if ((PlanProperties.AddressFault(key.Value) ?? (_asksLibrdkafka ? PlanProperties.Fault(key.Value, value.Value) : RefusedProperties.Fault(key.Value, value.Value))) is { } fault)
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
