using Kafka.Sli.Probe.Slo;
using static System.TimeSpan;
using static Kafka.Sli.Probe.Tests.Slo.RuleStory;

namespace Kafka.Sli.Probe.Tests.Slo;

/// <summary>What the probe alone knows: each alert fires, does not fire, and stops.</summary>
public class CellAlertTests
{
    private const string Produce = "produce-500ms";
    private const string Overdue = $"{Metric.Overdue}{{kafka_sli_client=\"{ExportedPlan.Cell}\"}}";
    private const string Lost = $"{Metric.Messages}{{kafka_sli_client=\"{ExportedPlan.Cell}\", kafka_sli_probe_verdict=\"lost\"}}";

    [Fact]
    public async Task A_cell_that_nobody_measures_pages()
    {
        await Of(ExportedPlan.Of("produce: 99.9% < 500ms"))
            .Events(Produce, "good", $"{Counter((750, FromMinutes(30)))} stale {Nothing(FromMinutes(10))} {Counter((750, FromMinutes(10)))}")
            .IsQuiet(ProbeAbsentAlert.Name, FromMinutes(29), FromMinutes(32))
            .Fires(ProbeAbsentAlert.Name, FromMinutes(34), FromMinutes(40))
            .IsQuiet(ProbeAbsentAlert.Name, FromMinutes(42))
            .HoldsAsync();
    }

    [Fact]
    public async Task A_cell_that_never_was_there_pages_and_another_one_does_not_stand_for_it()
    {
        await Of(ExportedPlan.Of("produce: 99.9% < 500ms"))
            .Events(Produce, "good", Counter((750, FromMinutes(30))), cell: "other/default/default")
            .Fires(ProbeAbsentAlert.Name, FromMinutes(4), FromMinutes(30))
            .HoldsAsync();
    }

    [Fact]
    public async Task A_probe_that_is_there_and_judges_nothing_any_more_pages()
    {
        var work = FromMinutes(30);
        await Of(ExportedPlan.Of("produce: 99.9% < 500ms"))
            .Events(Produce, "good", Counter((750, work), (0, FromMinutes(15)), (750, FromMinutes(15))))
            .Events(Produce, "bad", Counter((0, FromHours(1))))
            .IsQuiet(ProbeSilentAlert.Name, work, work + FromMinutes(6))
            .Fires(ProbeSilentAlert.Name, work + FromMinutes(8), work + FromMinutes(15))
            .IsQuiet(ProbeSilentAlert.Name, work + FromMinutes(17))
            .IsQuiet(ProbeAbsentAlert.Name, work + FromMinutes(15))
            .HoldsAsync();
    }

    [Fact]
    public async Task A_client_that_warms_up_is_waited_for()
    {
        var work = FromMinutes(30);
        await Of(ExportedPlan.OfText("clusters: { main: { bootstrap.servers: embedded } }\nprofiles: { default: { warm.up: 10m } }\nobjectives: ['produce: 99.9% < 500ms']"))
            .Events(Produce, "good", Counter((750, work), (0, FromMinutes(25))))
            .IsQuiet(ProbeSilentAlert.Name, work, work + FromMinutes(16))
            .Fires(ProbeSilentAlert.Name, work + FromMinutes(18), work + FromMinutes(25))
            .HoldsAsync();
    }

    [Fact]
    public async Task An_outage_is_no_silence()
    {
        await Of(ExportedPlan.Of("produce: 99.9% < 500ms"))
            .Events(Produce, "good", Counter((0, FromHours(1))))
            .Events(Produce, "bad", Counter((750, FromHours(1))))
            .IsQuiet(ProbeSilentAlert.Name, FromMinutes(10), FromHours(1))
            .HoldsAsync();
    }

    [Fact]
    public async Task A_cell_that_sends_ten_messages_an_hour_is_not_silent_between_them()
    {
        var growths = Enumerable.Range(0, 60).Select(i => (i % 6 == 0 ? 1 : 0, FromMinutes(1))).SelectMany(g => ((int, TimeSpan)[])[(g.Item1, FromSeconds(15)), (0, FromSeconds(45))]).ToArray();
        await Of(ExportedPlan.OfText("clusters: { main: { bootstrap.servers: embedded } }\nloads: { default: { rate: 10/h } }\nobjectives: ['produce: 50% < 500ms']"))
            .Events(Produce, "good", Counter(growths))
            .IsQuiet(ProbeSilentAlert.Name, [.. Enumerable.Range(1, 59).Select(m => FromMinutes(m))])
            .HoldsAsync();
    }

    [Theory]
    [InlineData("delivery: 99.9% < 1s", 53)] // 1 s and 3600 s x 14.4 x 0.1%.
    [InlineData("delivery: 99% < 500ms", 519)]
    [InlineData("delivery: 99.99% < 500ms", 30)]
    [InlineData("delivery: 99.9% < 1s over 7d", 30)]
    public async Task Messages_that_do_not_arrive_page_after_as_long_as_a_page_allows(string objective, int seconds)
    {
        var outage = FromMinutes(30);
        await Of(ExportedPlan.Of("produce: 99.9% < 500ms", objective))
            .Series(Overdue, $"0x119 {seconds}x19 {seconds + 1}x19 0x20")
            .IsQuiet(DeliveryOverdueAlert.Name, outage - FromSeconds(30), outage + FromMinutes(4))
            .Fires(DeliveryOverdueAlert.Name, outage + FromMinutes(6))
            .Is(outage + FromMinutes(6), $"count(ALERTS{{alertname=\"{DeliveryOverdueAlert.Name}\", severity=\"page\"}})", 1)
            .IsQuiet(DeliveryOverdueAlert.Name, outage + FromMinutes(11))
            .HoldsAsync();
    }

    [Fact]
    public async Task Where_no_delivery_is_promised_overdue_messages_open_a_ticket()
    {
        await Of(ExportedPlan.Of("produce: 99.9% < 500ms"))
            .Series(Overdue, "0x19 120x19 121x19 0x20")
            .IsQuiet(DeliveryOverdueAlert.Name, FromMinutes(9))
            .Fires(DeliveryOverdueAlert.Name, FromMinutes(11))
            .Is(FromMinutes(11), $"count(ALERTS{{alertname=\"{DeliveryOverdueAlert.Name}\", severity=\"ticket\"}})", 1)
            .IsQuiet(DeliveryOverdueAlert.Name, FromMinutes(16))
            .HoldsAsync();
    }

    [Fact]
    public async Task One_lost_message_pages_for_half_an_hour()
    {
        await Of(ExportedPlan.Of("produce: 99.9% < 500ms"))
            .Series(Lost, Counter((0, FromMinutes(20)), (1, FromSeconds(15)), (0, FromHours(1))))
            .IsQuiet(MessagesLostAlert.Name, FromMinutes(20))
            .Fires(MessagesLostAlert.Name, FromMinutes(21), FromMinutes(49))
            .Is(FromMinutes(21), $"count(ALERTS{{alertname=\"{MessagesLostAlert.Name}\", severity=\"page\"}})", 1)
            .IsQuiet(MessagesLostAlert.Name, FromMinutes(52))
            .HoldsAsync();
    }

    [Fact]
    public void Loss_that_a_configuration_accepts_wakes_nobody()
    {
        var export = ExportedPlan.OfText("clusters: { main: { bootstrap.servers: embedded } }\nmatrix: { acks: ['1', all] }");

        Assert.Equal([("acks=1", "ticket"), ("acks=all", "page")], export.Cells.Select(c => (c.Name.Split('/')[^1], MessagesLostAlert.Of(c, export).Labels["severity"])));
    }
}
