namespace Kafka.Sli.Probe.Plan;

/// <summary>What stands in a plan, to what is to be done: every combination of its parts is a cell.</summary>
internal sealed class PlanCompiler
{
    /// <summary>Each cell is two clients with a thread for each broker.</summary>
    private const int MostCells = 500;

    /// <summary>By then a JVM has compiled what a client does all the time. librdkafka is compiled already, and what it needs at first any service of it needs as well.</summary>
    private static readonly TimeSpan WarmUpOfJava = TimeSpan.FromSeconds(10);

    private readonly PlanDocument _document;
    private readonly PlanFaults _faults;
    private readonly PlanSecrets _secrets;
    private readonly PlanProperties _properties;
    private readonly string _folder;

    /// <param name="document">What stands in it.</param>
    /// <param name="faults">Takes what is wrong with it.</param>
    /// <param name="secrets">Those that it names.</param>
    /// <param name="folder">From where relative paths go.</param>
    public PlanCompiler(PlanDocument document, PlanFaults faults, PlanSecrets secrets, string folder)
    {
        _folder = folder;
        _document = document;
        _faults = faults;
        _secrets = secrets;
        _properties = new PlanProperties(faults, secrets);
    }

    /// <returns>What can be made of it; only to be used when there are no faults.</returns>
    public ProbePlan Compile()
    {
        var clusters = Clusters();
        var objectives = new PlanObjectives(_faults).Read(_document.Objectives ?? []);
        return new()
        {
            Clusters = [.. clusters.Select(c => c.Plan)],
            Cells = Cells(clusters),
            Objectives = objectives.Count > 0 ? objectives : PlanObjectives.Default,
            UsesDefaultObjectives = objectives.Count == 0,
            Secrets = _secrets,
        };
    }

    private List<(ClusterPlan Plan, string Prefix)> Clusters()
    {
        var clusters = new List<(ClusterPlan, string)>();
        foreach (var (name, cluster) in _document.Clusters ?? [])
        {
            var properties = _properties.Checked(cluster.Properties);
            if (!properties.Remove("bootstrap.servers", out var bootstrap))
            {
                _faults.Add(name.Place, $"bootstrap.servers is missing; give host:port[,host:port...], or {ClusterPlan.Embedded} for a cluster inside the process");
                continue;
            }

            var written = cluster.Properties.All.Last(p => p.Key.Value == "bootstrap.servers");
            var isEmbedded = bootstrap == ClusterPlan.Embedded;
            if (!isEmbedded && BootstrapServers.Fault(bootstrap) is { } fault)
            {
                _faults.Add(written.Value.Place, _secrets.Hide(fault));
            }

            var plan = new ClusterPlan
            {
                Name = name.Value,
                Bootstrap = isEmbedded ? null : bootstrap,
                ShownBootstrap = written.Written,
                Properties = properties,
                IsManaged = cluster.Manage?.Value.IsOn ?? true,
                PartitionsPerBroker = cluster.PartitionsPerBroker?.Value.Number ?? 1,
                Key = name.Place.Path,
            };
            clusters.Add((plan, cluster.Prefix?.Value.Text ?? ClusterPlan.DefaultPrefix));
        }

        if (_document.Clusters is { Count: 0 })
        {
            _faults.Add(new PlanPlace(1, 1, "clusters"), "is empty; name a cluster and give its bootstrap.servers");
        }

        return clusters;
    }

    private List<CellPlan> Cells(List<(ClusterPlan Plan, string Prefix)> clusters)
    {
        var (profiles, loads) = (Profiles(), Loads());
        var matrix = new MatrixOfProperties(_document.Matrix, _faults, profiles.Exists(p => p.Client == ClientImplementation.Librdkafka)).Combinations();
        var cells = new List<CellPlan>();
        if ((long)clusters.Count * profiles.Count * loads.Count * matrix.Count > MostCells)
        {
            _faults.Add(new PlanPlace(1, 1, "matrix"), $"makes {(long)clusters.Count * profiles.Count * loads.Count * matrix.Count} cells, and {MostCells} is the most; cross fewer lists");
            return cells;
        }

        foreach (var (cluster, prefix) in clusters)
        {
            foreach (var profile in profiles)
            {
                foreach (var (loadName, load) in loads)
                {
                    foreach (var combination in matrix)
                    {
                        Add(cells, Cell(cluster, prefix, profile, loadName, load, combination), isEmbedded: cluster.Bootstrap is null);
                    }
                }
            }
        }

        return cells;
    }

    private CellPlan Cell(ClusterPlan cluster, string prefix, ProfilePlan profile, string loadName, LoadPlan load, IReadOnlyList<(string Key, string Value)> combination)
    {
        string[] parts = [cluster.Name, profile.Name, loadName, .. combination.Select(c => $"{c.Key}={c.Value}")];
        var topic = CellNames.Topic(prefix, parts);
        var crossed = combination.ToDictionary(c => c.Key, c => c.Value);
        var consumer = PlanProperties.For(PropertyScope.Consumer, cluster.Properties, profile.Consumer, crossed);
        var producer = PlanProperties.For(PropertyScope.Producer, cluster.Properties, profile.Producer, crossed);
        if (profile.TransactionEvery is { } every && TransactionFault.Of(every.Value.Time, producer) is { } fault)
        {
            _faults.Add(every.Place, fault);
        }

        return new()
        {
            Name = string.Join('/', parts),
            Cluster = cluster.Name,
            Client = profile.Client,
            Libs = profile.Libs,
            Launch = profile.Launch,
            Topic = topic,
            Group = consumer.GetValueOrDefault("group.id", $"{topic}-group"),
            Producer = producer,
            Consumer = consumer,
            Load = load,
            HasStaticMembership = profile.HasStaticMembership,
            WarmUp = profile.WarmUp,
            TransactionEvery = profile.TransactionEvery?.Value.Time,
            CorrectsClocks = _document.ClockCorrection?.Value.IsOn ?? false,
            Place = profile.Place,
        };
    }

    private void Add(List<CellPlan> cells, CellPlan cell, bool isEmbedded)
    {
        if (CellNames.Fault(cell) is { } fault)
        {
            _faults.Add(cell.Place, fault);
        }
        else if (isEmbedded && cell.Client == ClientImplementation.Java)
        {
            _faults.Add(cell.Place, $"client: java cannot measure {cell.Cluster}: the embedded cluster speaks as much of Kafka as librdkafka needs; give the bootstrap.servers of real brokers");
        }
        else if (cells.Find(c => c.Cluster == cell.Cluster && (c.Name == cell.Name || c.Topic == cell.Topic)) is { } same)
        {
            _faults.Add(cell.Place, $"two cells of one name: {same.Name}{(same.Name == cell.Name ? "" : $" and {cell.Name}")}; their topic would be {cell.Topic}");
        }
        else
        {
            cells.Add(cell);
        }
    }

    private List<ProfilePlan> Profiles() => _document.Profiles is { Count: > 0 } profiles
        ?
        [
            .. profiles.Select(p => new ProfilePlan(
                p.Name.Value,
                p.Part.Client?.Value ?? ClientImplementation.Librdkafka,
                Libs(p.Part),
                Launch(p),
                Properties(p.Part, p.Part.Producer, PropertyScope.Producer),
                Properties(p.Part, p.Part.Consumer, PropertyScope.Consumer),
                p.Part.StaticMembership?.Value.IsOn ?? false,
                p.Part.WarmUp?.Value.Time ?? (p.Part.Client?.Value == ClientImplementation.Java ? WarmUpOfJava : TimeSpan.Zero),
                p.Part.TransactionEvery,
                p.Name.Place)),
        ]
        : [new("default", ClientImplementation.Librdkafka, Libs: null, Launch: null, new Dictionary<string, string>(), new Dictionary<string, string>(), false, TimeSpan.Zero, null, new PlanPlace(1, 1, "profiles"))];

    /// <summary>Those of another implementation only that one knows.</summary>
    private Dictionary<string, string> Properties(ProfileDocument profile, PropertyMap? map, PropertyScope scope) =>
        IsLibrdkafka(profile) ? _properties.Checked(map, scope) : _properties.Unchecked(map);

    private string? Libs(ProfileDocument profile)
    {
        if (profile.Libs is { } libs && profile.Client?.Value != ClientImplementation.Java)
        {
            _faults.Add(libs.Place, $"'{libs.Value.Text}': {(IsLibrdkafka(profile) ? "librdkafka brings its own" : "the command knows its own")}; leave it out, or say client: java");
        }

        return profile.Libs is { } folder ? Path.GetFullPath(Path.Combine(_folder, folder.Value.Text)) : null;
    }

    private ExternalLaunch? Launch((Located<string> Name, ProfileDocument Part) profile)
    {
        var (isExternal, command) = (profile.Part.Client?.Value == ClientImplementation.External, profile.Part.Command);
        if (!isExternal && command is [var first, ..])
        {
            _faults.Add(first.Place, "is of client: external alone; say that, or leave it out");
        }
        else if (isExternal && command is not [{ Value.Length: > 0 }, ..])
        {
            _faults.Add(command is [var empty, ..] ? empty.Place : profile.Part.Client!.Value.Place, "client: external needs a program to start; give one, like command: [python3, client.py]");
        }
        else if (isExternal)
        {
            return ExternalLaunch.InFolder([.. command!.Select(c => c.Value)], _folder);
        }

        return null;
    }

    private static bool IsLibrdkafka(ProfileDocument profile) => profile.Client is not { Value: not ClientImplementation.Librdkafka };

    private List<(string Name, LoadPlan Load)> Loads() => _document.Loads is { Count: > 0 } loads
        ? [.. loads.Select(l => (l.Name.Value, Load(l.Part)))]
        : [("default", LoadPlan.Default)];

    private LoadPlan Load(LoadDocument load)
    {
        if (load.Burst is { Every: { } every, For: { } length } && length.Value.Time >= every.Value.Time)
        {
            _faults.Add(length.Place, $"'{length.Value}' must be shorter than 'every', {every.Value}");
        }

        return new(
            load.Rate?.Value ?? LoadPlan.Default.Rate,
            load.Size?.Value ?? LoadPlan.Default.Size,
            load.Payload?.Value ?? PayloadKind.Random,
            load.Keys is { Count: { } count } ? new KeyPlan(count.Value.Number, load.Keys.Distribution?.Value ?? KeyDistribution.Uniform) : null,
            load.Burst is { Every: { } e, For: { } f } ? new BurstPlan(e.Value.Time, f.Value.Time) : null);
    }

    private sealed record ProfilePlan(
        string Name,
        ClientImplementation Client,
        string? Libs,
        ExternalLaunch? Launch,
        IReadOnlyDictionary<string, string> Producer,
        IReadOnlyDictionary<string, string> Consumer,
        bool HasStaticMembership,
        TimeSpan WarmUp,
        Located<Span>? TransactionEvery,
        PlanPlace Place);
}
