using Kafka.Sli.Probe.Plan;

namespace Kafka.Sli.Probe.Tests.Plan;

public class PlanFileTests
{
    private const string Whole = """
        clusters:
          a: { bootstrap.servers: "k1:9092,k2:9092", security.protocol: SSL, manage: false, topic.prefix: own, partitions.per.broker: 2 }
          b: { bootstrap.servers: embedded }
        profiles:
          fast: { client: librdkafka, producer: { linger.ms: 0 }, consumer: { fetch.min.bytes: 1 } }
          safe: { producer: { enable.idempotence: true, acks: all } }
        loads:
          steady: { rate: 50/s, size: 1KiB }
          bursts: { rate: 6/m, size: 10kB, payload: compressible, keys: { count: 10, distribution: zipf }, burst: { every: 60s, for: 2s } }
        objectives:
          - "produce: 99.9% < 5s over 7d"
          - "delivery by a/*: 99% < 40ms as fresh"
        matrix:
          compression.type: [none, zstd]
        """;

    [Fact]
    public void Every_combination_is_a_cell_with_a_name_a_topic_and_properties_of_its_own()
    {
        var plan = Right(Whole);

        Assert.Equal(2 * 2 * 2 * 2, plan.Cells.Count);
        Assert.Equal(plan.Cells.Count, plan.Cells.Select(c => c.Name).Distinct().Count());
        var cell = plan.Cells.Single(c => c.Name == "a/fast/steady/compression.type=zstd");
        Assert.Equal("own.a.fast.steady.compression.type-zstd", cell.Topic);
        Assert.Equal("own.a.fast.steady.compression.type-zstd-group", cell.Group);
        Assert.Equal(
            ["compression.type=zstd", "linger.ms=0", "security.protocol=SSL"], cell.Producer.Select(p => $"{p.Key}={p.Value}").Order(StringComparer.Ordinal));
        Assert.Equal(["fetch.min.bytes=1", "security.protocol=SSL"], cell.Consumer.Select(p => $"{p.Key}={p.Value}").Order(StringComparer.Ordinal));
        var bursts = plan.Cells.Single(c => c.Name == "b/safe/bursts/compression.type=none").Load;
        Assert.Equal((0.1, 10_000, PayloadKind.Compressible), (bursts.Rate.PerSecond, bursts.Size.Bytes, bursts.Payload));
        Assert.Equal((10, KeyDistribution.Zipf), (bursts.Keys!.Count, bursts.Keys.Distribution));
        Assert.Equal((TimeSpan.FromMinutes(1), TimeSpan.FromSeconds(2)), (bursts.Burst!.Every, bursts.Burst.For));
        Assert.Equal((false, 2, "k1:9092,k2:9092"), (plan.Clusters[0].IsManaged, plan.Clusters[0].PartitionsPerBroker, plan.Clusters[0].Bootstrap));
        Assert.Null(plan.Clusters[1].Bootstrap);
        Assert.Equal(["produce-5s", "fresh"], plan.Objectives.Select(o => o.Name));
    }

    [Fact]
    public void A_name_does_not_depend_on_the_order_of_the_matrix()
    {
        const string Cluster = "clusters: { a: { bootstrap.servers: embedded } }\nmatrix:\n";

        Assert.Equal(
            Right($"{Cluster}  acks: [all, 1]\n  linger.ms: [0, 5]\n").Cells.Select(c => c.Name).Order(StringComparer.Ordinal),
            Right($"{Cluster}  linger.ms: [5, 0]\n  acks: [1, all]\n").Cells.Select(c => c.Name).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_cluster_is_all_that_a_plan_needs()
    {
        var plan = Right("clusters: { here: { bootstrap.servers: embedded } }");

        var cell = Assert.Single(plan.Cells);
        Assert.Equal(("here/default/default", 50.0, 1024), (cell.Name, cell.Load.Rate.PerSecond, cell.Load.Size.Bytes));
        Assert.True(plan.UsesDefaultObjectives);
    }

    [Theory]
    [InlineData("", "p.yaml:1:1: the file is empty; a plan begins with 'clusters:'")]
    [InlineData("clusters: {}", "p.yaml:1:1: clusters: is empty; name a cluster and give its bootstrap.servers")]
    [InlineData("cluster: {}", "p.yaml:1:1: cluster: there is no such key here; did you mean 'clusters'?", "p.yaml:1:1: the key 'clusters' is missing: The clusters to measure, each by a name of your own.")]
    [InlineData("clusters: [", "p.yaml:2:1: is no YAML: While parsing a node, did not find expected node content")]
    [InlineData("clusters:\n\ta: { bootstrap.servers: embedded }", "p.yaml:2:1: a tab is before this line's text; YAML wants blanks")]
    [InlineData("clusters: { a: { bootstrap.servers: 'k:9092;l:9092' } }", "p.yaml:1:37: clusters.a.bootstrap.servers: 'k:9092;l:9092' is no broker; write it as host:port, like kafka-1:9092,kafka-2:9092")]
    [InlineData("clusters: { a: { bootstrap.servers: 'http://k:9092' } }", "p.yaml:1:37: clusters.a.bootstrap.servers: 'http://k:9092' is no broker; write it as host:port, like kafka-1:9092,kafka-2:9092")]
    [InlineData("clusters: { a: { } }", "p.yaml:1:13: clusters.a: bootstrap.servers is missing; give host:port[,host:port...], or embedded for a cluster inside the process")]
    [InlineData("clusters: { a: { bootstrap.servers: 'k:x' } }", "p.yaml:1:37: clusters.a.bootstrap.servers: 'k:x' is no broker; write it as host:port, like kafka-1:9092,kafka-2:9092")]
    [InlineData("clusters: { a b: { bootstrap.servers: embedded } }", "p.yaml:1:13: clusters.a b: 'a b' is no name; it takes 1 to 100 letters, digits, '.', '_' and '-', like kafka-sli-probe")]
    [InlineData("loads: { l: { rate: 50 } }", "p.yaml:2:21: loads.l.rate: '50' must be a number of messages a second, a minute or an hour, from 0.000001/s to 1000000/s, like 50/s")]
    [InlineData("loads: { l: { rate: 0.001/h } }", "p.yaml:2:21: loads.l.rate: '0.001/h' must be a number of messages a second, a minute or an hour, from 0.000001/s to 1000000/s, like 50/s")]
    [InlineData("loads: { l: { rats: 5/s } }", "p.yaml:2:15: loads.l.rats: there is no such key here; did you mean 'rate'?")]
    [InlineData("loads: { l: { rate: [5/s] } }", "p.yaml:2:21: loads.l.rate: is a list, and must be one value")]
    [InlineData("loads: { l: { size: 1KB } }", "p.yaml:2:21: loads.l.size: '1KB' must be a number and one of B, kB, KiB, MB, MiB, from 0B to 100MB, like 1KiB")]
    [InlineData("loads: { l: { payload: noise } }", "p.yaml:2:24: loads.l.payload: 'noise' must be one of random, compressible")]
    [InlineData("loads: { l: { burst: { every: 1s, for: 2s } } }", "p.yaml:2:40: loads.l.burst.for: '2s' must be shorter than 'every', 1s")]
    [InlineData("loads: { l: 5 }", "p.yaml:2:13: loads.l: must be keys with values, one 'key: value' a line")]
    [InlineData("profiles: { p: { client: sarama } }", "p.yaml:2:26: profiles.p.client: 'sarama' must be one of librdkafka, java, external")]
    [InlineData("profiles: { p: { warm.up: 10 } }", "p.yaml:2:27: profiles.p.warm.up: '10' must be a duration, a number and one of us, ms, s, m, h, d, like 10s, or 0s for none")]
    [InlineData("profiles: { p: { producer: { linger.mss: 5 } } }", "p.yaml:2:30: profiles.p.producer.linger.mss: 'linger.mss' is no property of librdkafka; did you mean 'linger.ms'?")]
    [InlineData("profiles: { p: { producer: { fetch.min.bytes: 5 } } }", "p.yaml:2:30: profiles.p.producer.fetch.min.bytes: 'fetch.min.bytes' is a property of the consumer; put it there")]
    [InlineData("profiles: { p: { producer: { bootstrap.servers: k } } }", "p.yaml:2:30: profiles.p.producer.bootstrap.servers: 'bootstrap.servers' is a property of the cluster; put it there, and have another cluster for another address")]
    [InlineData("profiles: { p: { client: external, command: [c], consumer: { bootstrap.servers: k } } }", "p.yaml:2:62: profiles.p.consumer.bootstrap.servers: 'bootstrap.servers' is a property of the cluster; put it there, and have another cluster for another address")]
    [InlineData("matrix: { metadata.broker.list: [k] }", "p.yaml:2:34: matrix.metadata.broker.list: 'metadata.broker.list' is a property of the cluster; put it there, and have another cluster for another address")]
    [InlineData("profiles: { p: { transaction.every: 100ms, producer: { acks: 1 } } }", "p.yaml:2:37: profiles.p.transaction.every: acks=1: a transaction waits for all replicas; leave it out, or say acks: all")]
    [InlineData("profiles: { p: { transaction.every: 100ms, producer: { enable.idempotence: false } } }", "p.yaml:2:37: profiles.p.transaction.every: enable.idempotence=false: a transaction's producer is idempotent; leave it out")]
    [InlineData("profiles: { p: { transaction.every: 2m } }", "p.yaml:2:37: profiles.p.transaction.every: must be shorter than transaction.timeout.ms, 60000 ms, after which brokers abort a transaction")]
    [InlineData("profiles: { p: { producer: { transactional.id: a } } }", "p.yaml:2:30: profiles.p.producer.transactional.id: transactional.id=a: the probe gives each instance its own where its profile says transaction.every; leave it out")]
    [InlineData("matrix: { acks: [] }", "p.yaml:2:11: matrix.acks: is empty; give at least one value, or leave the line out")]
    [InlineData("matrix: { acks: [all, 1, all] }", "p.yaml:2:26: matrix.acks: 'all' stands here twice: two cells would have one name")]
    [InlineData("matrix: { sasl.password: [a] }", "p.yaml:2:27: matrix.sasl.password: is part of the names of cells and topics, so that nothing secret may stand here; put it into a profile")]
    [InlineData("matrix: { client.id: [a b, a-b] }", "p.yaml:1:1: profiles: two cells of one name: c/default/default/client.id=a b and c/default/default/client.id=a-b; their topic would be kafka-sli-probe.c.default.default.client.id-a-b")]
    [InlineData("objectives: { produce: 99% < 1s }", "p.yaml:2:13: objectives: must be a list, one '- value' a line; a value with ': ' in it stands in quotes")]
    [InlineData("objectives:\n- produce: 99% < 1s", "p.yaml:3:3: objectives: must be one value; one with ': ' in it stands in quotes")]
    [InlineData("objectives: ['produce: 99 < 1s']", "p.yaml:2:14: objectives: 'produce: 99 < 1s' is no objective; write it like 'produce of orders-*: 99.9% < 500ms over 30d'")]
    [InlineData("objectives: ['produce: 99% < 1s', 'produce: 98% < 1s']", "p.yaml:2:35: objectives: the name 'produce-1s' is given twice; give each its own, as in 'produce: 98% < 1s as produce-1s-2'")]
    [InlineData("profiles: { p: { producer: { sasl.password: '${NO_SUCH}' } } }", "p.yaml:2:45: profiles.p.producer.sasl.password: the variable NO_SUCH is not set; set it, or write ${NO_SUCH:-default}")]
    public void What_is_wrong_is_told_with_line_and_column(string text, params string[] lines)
    {
        var isWhole = text.Length == 0 || text.StartsWith("cluster", StringComparison.Ordinal);

        var (plan, faults) = Parse(isWhole ? text : $"clusters: {{ c: {{ bootstrap.servers: embedded }} }}\n{text}");

        Assert.Null(plan);
        Assert.Equal(lines, faults.Errors.Select(f => f.In("p.yaml")));
    }

    [Fact]
    public void What_the_client_refuses_as_a_whole_is_told_where_its_profile_stands()
    {
        var (plan, faults) = Parse("clusters: { c: { bootstrap.servers: embedded } }\nprofiles:\n  p: { producer: { acks: 1, enable.idempotence: true } }");

        Assert.Null(plan);
        Assert.Matches(@"^p\.yaml:3:3: profiles\.p: c/p/default: librdkafka refuses the configuration: .*acks", Assert.Single(faults.Errors).In("p.yaml"));
    }

    [Theory]
    [InlineData("objectives: ['produce: 99.999% < 5s']\nloads: { l: { rate: 1/s } }", "p.yaml:2:14: warning: objectives: 'produce: 99.999% < 5s': one bad event would page, for it needs 6,945 events an hour and c/default/l sends 3,600; raise the rate to 2/s or lower the target")]
    [InlineData("objectives: ['produce: 99% < 5s']\nprofiles: { p: { producer: { message.timeout.ms: 4000 } } }", "p.yaml:3:13: warning: profiles.p: message.timeout.ms=4000 is shorter than the threshold of 5s: sends fail before they are late")]
    [InlineData("profiles: { p: { producer: { retries: 0 } } }", "p.yaml:2:13: warning: profiles.p: retries are off: each fail-over of a broker loses what was in flight to it")]
    [InlineData("profiles: { p: { producer: { acks: 0 } } }", "p.yaml:2:13: warning: profiles.p: acks=0: nobody acknowledges a send, so that no produce objective can judge it")]
    [InlineData("objectives: ['produce of nowhere: 99% < 5s']", "p.yaml:2:14: warning: objectives: 'produce of nowhere: 99% < 5s' covers no cell")]
    [InlineData("objectives: ['transaction: 99% < 5s']", "p.yaml:2:14: warning: objectives: 'transaction: 99% < 5s': none of its cells sends in transactions, so that this will never be known; say transaction.every in a profile")]
    [InlineData("profiles: { p: { consumer: { enable.auto.commit: true } } }", "p.yaml:2:13: warning: profiles.p: enable.auto.commit=true: automatic commits have an outcome and no latency; left out, the probe commits each second itself")]
    [InlineData("profiles: { p: { consumer: { enable.auto.commit: T } } }", "p.yaml:2:13: warning: profiles.p: enable.auto.commit=true: automatic commits have an outcome and no latency; left out, the probe commits each second itself")]
    [InlineData("profiles: { p: { producer: { request.required.acks: 0x0 } } }", "p.yaml:2:13: warning: profiles.p: acks=0: nobody acknowledges a send, so that no produce objective can judge it")]
    [InlineData("profiles: { p: { producer: { delivery.timeout.ms: 0x10 } } }", "p.yaml:2:13: warning: profiles.p: message.timeout.ms=16 is shorter than the threshold of 500ms: sends fail before they are late")]
    [InlineData("profiles: { p: { consumer: { group.instance.id: a } } }", "p.yaml:2:13: warning: profiles.p: group.instance.id: two instances of the probe cannot have the same; static.membership: true takes each one's name")]
    [InlineData(
        "profiles: { p: { consumer: { enable.auto.commit: 1, auto.commit.interval.ms: 0 } } }",
        "p.yaml:2:13: warning: profiles.p: enable.auto.commit=true: automatic commits have an outcome and no latency; left out, the probe commits each second itself",
        "p.yaml:2:13: warning: profiles.p: auto.commit.interval.ms=0: the client commits only when it gives partitions back, and until then nothing is told of what became of messages")]
    public void What_would_not_tell_what_its_author_expects_is_a_warning(string text, params string[] lines)
    {
        var (plan, faults) = Parse($"clusters: {{ c: {{ bootstrap.servers: embedded }} }}\n{text}");

        Assert.NotNull(plan);
        Assert.Equal(lines, faults.Warnings.Select(f => f.In("p.yaml")));
    }

    [Fact]
    public void An_objective_that_its_rate_resolves_is_none() =>
        Assert.Empty(Parse("clusters: { c: { bootstrap.servers: embedded } }\nobjectives: ['produce: 99.999% < 5s']\nloads: { l: { rate: 1.93/s } }").Faults.Warnings);

    [Fact]
    public void More_cells_than_a_machine_bears_are_refused()
    {
        var values = string.Join(", ", Enumerable.Range(0, 30));

        var (plan, faults) = Parse($"clusters: {{ c: {{ bootstrap.servers: embedded }} }}\nmatrix: {{ linger.ms: [{values}], batch.num.messages: [{values.Replace("0, 1", "31, 1", StringComparison.Ordinal)}] }}");

        Assert.Null(plan);
        Assert.Contains("makes 900 cells, and 500 is the most; cross fewer lists", Assert.Single(faults.Errors).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_plan_that_is_nested_without_end_is_refused_in_one_line()
    {
        var (plan, faults) = Parse(new string('[', 100_000));

        Assert.Null(plan);
        Assert.Equal("p.yaml:1:31: is nested too deep for a plan", Assert.Single(faults.Errors).In("p.yaml"));
    }

    [Fact]
    public void A_transaction_is_as_long_as_its_profile_says_and_each_instance_has_an_id_of_its_own()
    {
        var cells = Right("clusters: { c: { bootstrap.servers: embedded } }\nprofiles: { t: { transaction.every: 100ms }, plain: { } }").Cells;

        Assert.Equal([TimeSpan.FromMilliseconds(100), null], cells.Select(c => c.TransactionEvery));
        Assert.Equal("kafka-sli-probe.c.t.default-one", cells[0].TransactionalId("one"));
    }

    [Theory]
    [InlineData("", "one", "one")]
    [InlineData("group.id: shared", "one.kafka-sli-probe.c.a.default", "one.kafka-sli-probe.c.b.default")]
    public void No_two_static_members_of_a_group_have_one_name(string consumer, params string[] names)
    {
        var plan = Right($"clusters: {{ c: {{ bootstrap.servers: embedded }} }}\nprofiles: {{ a: {{ static.membership: true, consumer: {{ {consumer} }} }}, b: {{ static.membership: true, consumer: {{ {consumer} }} }} }}");

        Assert.Equal(names, plan.Cells.Select(c => c.MemberName("one")));
        Assert.Equal(plan.Cells.Count, plan.Cells.Select(c => (c.Group, c.MemberName("one"))).Distinct().Count());
    }

    [Fact]
    public void A_cell_of_the_java_client_has_its_own_properties_as_they_are_and_its_libraries_from_the_plans_folder()
    {
        var plan = Right("clusters: { c: { bootstrap.servers: 'k:9092' } }\nprofiles: { j: { client: java, libs: kafka/libs, producer: { max.block.ms: 5000 }, consumer: { fetch.max.wait.ms: 10 } }, l: { } }\nmatrix: { acks: [1, all] }");

        var cell = plan.Cells.Single(c => c.Name == "c/j/default/acks=1");
        Assert.Equal((ClientImplementation.Java, Path.Combine(Path.GetTempPath(), "kafka", "libs")), (cell.Client, cell.Libs));
        Assert.Equal(["acks=1", "max.block.ms=5000"], cell.Producer.Select(p => $"{p.Key}={p.Value}").Order(StringComparer.Ordinal));
        Assert.Equal("10", cell.Consumer["fetch.max.wait.ms"]);
        Assert.Equal(TimeSpan.FromMinutes(2), cell.LongestSend);
        Assert.Equal(TimeSpan.FromMinutes(5), plan.Cells.Single(c => c.Name == "c/l/default/acks=1").LongestSend);
    }

    [Fact]
    public void A_matrix_of_java_cells_alone_may_have_what_librdkafka_does_not_know()
    {
        const string Matrix = "clusters: { c: { bootstrap.servers: 'k:9092' } }\nmatrix: { max.block.ms: [10, 1000] }\nprofiles: { j: { client: java }";

        Assert.Equal(2, Right($"{Matrix} }}").Cells.Count);
        Assert.StartsWith("p.yaml:2:26: matrix.max.block.ms: 'max.block.ms' is no property of librdkafka; ", Parse($"{Matrix}, l: {{ }} }}").Faults.Errors[0].In("p.yaml"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_cell_of_a_client_of_ones_own_is_started_from_the_plans_folder_with_its_properties_as_they_are()
    {
        const string Clusters = "clusters: { c: { bootstrap.servers: 'k:9092', sasl.username: me } }\n";
        var cell = Assert.Single(Right($"{Clusters}profiles: {{ p: {{ client: external, command: [clients/mine, --fast, 5], producer: {{ whatever: it is }} }} }}").Cells);

        Assert.Equal([Path.Combine(Path.GetTempPath(), "clients", "mine"), "--fast", "5"], cell.Launch!.Command);
        Assert.Equal(Path.GetTempPath(), cell.Launch.Folder);
        Assert.Equal(["sasl.username=me", "whatever=it is"], cell.Producer.Select(p => $"{p.Key}={p.Value}").Order(StringComparer.Ordinal));
        Assert.Equal((ClientImplementation.External, TimeSpan.Zero, TimeSpan.FromMinutes(5)), (cell.Client, cell.WarmUp, cell.LongestSend));
        Assert.True(cell.IsSameAs(cell with { Launch = new([.. cell.Launch.Command], cell.Launch.Folder) }));
        Assert.False(cell.IsSameAs(cell with { Launch = new([.. cell.Launch.Command, "--slow"], cell.Launch.Folder) }));
    }

    [Fact]
    public void A_program_that_is_no_path_is_looked_for_on_the_path() =>
        Assert.Equal(["python3", "client.py"], Assert.Single(Right("clusters: { c: { bootstrap.servers: embedded } }\nprofiles: { p: { client: external, command: [python3, client.py] } }").Cells).Launch!.Command);

    [Fact]
    public void The_embedded_cluster_is_no_broker_for_the_java_client() => Assert.Equal(
        "p.yaml:2:13: profiles.j: client: java cannot measure c: the embedded cluster speaks as much of Kafka as librdkafka needs; give the bootstrap.servers of real brokers",
        Assert.Single(Parse("clusters: { c: { bootstrap.servers: embedded } }\nprofiles: { j: { client: java }, l: { } }").Faults.Errors).In("p.yaml"));

    [Theory]
    [InlineData("{ client: librdkafka, libs: /opt/kafka/libs }", "'/opt/kafka/libs': librdkafka brings its own; leave it out, or say client: java")]
    [InlineData("{ client: java, libs: '' }", "'' must be the path of a folder, from the plan's own where it is not absolute, like /opt/kafka/libs")]
    [InlineData("{ client: rust }", "'rust' must be one of librdkafka, java, external")]
    [InlineData("{ client: external, command: [./c], libs: /opt/kafka/libs }", "'/opt/kafka/libs': the command knows its own; leave it out, or say client: java")]
    [InlineData("{ client: external }", "client: external needs a program to start; give one, like command: [python3, client.py]")]
    [InlineData("{ client: external, command: [] }", "client: external needs a program to start; give one, like command: [python3, client.py]")]
    [InlineData("{ client: external, command: [''] }", "client: external needs a program to start; give one, like command: [python3, client.py]")]
    [InlineData("{ command: [./c] }", "is of client: external alone; say that, or leave it out")]
    [InlineData("{ client: java, producer: { transactional.id: a } }", "transactional.id=a")]
    public void What_a_profile_cannot_be_is_told(string profile, string told)
    {
        var (plan, faults) = Parse($"clusters: {{ c: {{ bootstrap.servers: 'k:9092' }} }}\nprofiles: {{ p: {profile} }}");

        Assert.Null(plan);
        Assert.Contains(told, Assert.Single(faults.Errors).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("client: librdkafka", 0)]
    [InlineData("client: java", 10)]
    [InlineData("client: java, warm.up: 0s", 0)]
    [InlineData("client: java, warm.up: 1m", 60)]
    [InlineData("warm.up: 500ms", 0.5)]
    public void Without_a_word_of_it_a_client_warms_up_as_its_implementation_needs_to(string profile, double seconds)
    {
        var cell = Assert.Single(Right($"clusters: {{ c: {{ bootstrap.servers: 'k:9092' }} }}\nprofiles: {{ p: {{ {profile} }} }}").Cells);

        Assert.Equal(TimeSpan.FromSeconds(seconds), cell.WarmUp);
        Assert.False(cell.IsSameAs(cell with { WarmUp = TimeSpan.FromSeconds(7) }));
    }

    private static (ProbePlan? Plan, PlanFaults Faults) Parse(string text) => PlanFile.Parse(text, Path.GetTempPath(), static _ => null);

    private static ProbePlan Right(string text)
    {
        var (plan, faults) = Parse(text);
        Assert.Empty(faults.Errors.Select(f => f.In("p.yaml")));
        return plan!;
    }
}
