using CsCheck;
using Kafka.Sli.Probe.Topics;

namespace Kafka.Sli.Probe.Tests.Topics;

public class TopicCoverageTests
{
    private const string Topic = "probe";

    private static readonly Gen<BrokerView[]> AnyBrokers =
        from count in Gen.Int[1, 9]
        from racks in Gen.Int[0, 4]
        from first in Gen.Int[0, 1000]
        select Enumerable.Range(first, count).Select(id => new BrokerView(id, racks == 0 ? null : $"rack-{id % racks}")).ToArray();

    [Fact]
    public Task What_is_created_is_led_on_each_broker_and_spread_over_the_racks() => Gen.Select(AnyBrokers, Gen.Int[1, 3]).SampleAsync(async (brokers, wanted) =>
    {
        var admin = new FakeTopicAdmin();
        admin.Brokers.AddRange(brokers);

        await Do(admin, wanted);

        var topic = admin[Topic];
        Assert.All(brokers, b => Assert.Equal(wanted, topic.Partitions.Count(p => p.Leader == b.Id)));
        var racks = brokers.Select(b => b.Rack).Where(r => r is not null).Distinct().Count();
        Assert.All(topic.Partitions, p =>
        {
            Assert.Equal(Math.Min(3, brokers.Length), p.Replicas.Distinct().Count());
            Assert.True(racks == 0 || p.Replicas.Select(r => brokers.Single(b => b.Id == r).Rack).Distinct().Count() == Math.Min(racks, p.Replicas.Count));
        });
        Assert.IsType<TopicStep.None>(await Next(admin, wanted));
    });

    [Fact]
    public Task Whoever_joins_leads_within_one_step_and_what_was_there_stays() => Gen.Select(AnyBrokers, Gen.Int[1, 4]).SampleAsync(async (brokers, more) =>
    {
        var admin = new FakeTopicAdmin();
        admin.Brokers.AddRange(brokers);
        await Do(admin, 1);
        var before = admin[Topic].Partitions;

        admin.Brokers.AddRange(Enumerable.Range(2000, more).Select(id => new BrokerView(id, null)));
        await Do(admin, 1);

        Assert.Equal(before.Select(p => p.Replicas), admin[Topic].Partitions.Take(before.Count).Select(p => p.Replicas));
        Assert.All(admin.Brokers, b => Assert.Contains(admin[Topic].Partitions, p => p.Leader == b.Id));
        Assert.IsType<TopicStep.None>(await Next(admin, 1));
    });

    [Fact]
    public async Task While_a_broker_is_missing_nothing_is_done_and_when_it_is_back_it_leads_again()
    {
        var admin = Three();
        await Do(admin, 1);

        admin.Brokers.RemoveAt(1);
        admin.Brokers.Add(new BrokerView(9, null));
        Assert.Equal(new TopicStep.Frozen("broker 2 is missing"), await Next(admin, 1));

        admin.Brokers.RemoveAt(2);
        admin.Brokers.Add(new BrokerView(2, null));
        admin.Lead(Topic, 1, 1);
        Assert.Equal([1], Assert.IsType<TopicStep.Elect>(await Next(admin, 1)).Partitions);
    }

    [Fact]
    public async Task While_a_partition_moves_or_lags_nothing_is_done()
    {
        var admin = Three();
        await Do(admin, 1);
        admin.Brokers.Add(new BrokerView(4, null));

        admin.Edit(Topic, 2, p => p with { Replicas = [.. p.Replicas, 4], InSync = p.InSync });
        Assert.Equal(new TopicStep.Frozen("partition 2 is being reassigned"), await Next(admin, 1));

        admin.Edit(Topic, 2, p => p with { Replicas = [.. p.Replicas.Take(3)], InSync = [p.Replicas[0]] });
        Assert.Equal(new TopicStep.Frozen("partition 2 is not in sync"), await Next(admin, 1));
    }

    [Fact]
    public async Task Nobody_is_elected_who_leads_something_anyway()
    {
        var admin = Three();
        await Do(admin, 2);

        admin.Lead(Topic, 0, 2);

        Assert.IsType<TopicStep.None>(await Next(admin, 2));
    }

    private static FakeTopicAdmin Three()
    {
        var admin = new FakeTopicAdmin();
        admin.Brokers.AddRange([new(1, null), new(2, null), new(3, null)]);
        return admin;
    }

    private static async Task<TopicStep> Next(FakeTopicAdmin admin, int wanted) => TopicCoverage.Next(await admin.LookAsync([Topic]), Topic, wanted);

    private static async Task Do(FakeTopicAdmin admin, int wanted)
    {
        switch (await Next(admin, wanted))
        {
            case TopicStep.Create create:
                await admin.CreateAsync(Topic, create.Placements);
                break;
            case TopicStep.Add add:
                await admin.AddAsync(Topic, add.Existing, add.Placements);
                break;
        }
    }
}
