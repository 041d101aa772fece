using System.Net;
using System.Text.Json;

namespace Kafka.Sli.Probe.Tests.Board;

public sealed class FaultApiTests(ServedBoard board) : IClassFixture<ServedBoard>
{
    private const string Broker = "api/v1/clusters/probe/brokers/2";

    [Fact]
    public async Task A_broker_that_is_taken_down_makes_sends_bad_and_an_outage_until_it_is_up_again()
    {
        var before = Bad(await board.StatusAsync(_ => true));

        using (var answer = await board.SendAsync(HttpMethod.Put, $"{Broker}/down"))
        {
            Assert.Equal(HttpStatusCode.NoContent, answer.StatusCode);
        }

        // The SLI moves while the messages are still in flight.
        var during = await board.StatusAsync(s => Bad(s) > before && Outages(s).Any(o => !o.GetProperty("is_over").GetBoolean()));
        Assert.True(Embedded(during, 2).GetProperty("is_down").GetBoolean());
        Assert.Equal(2, Outages(during).Single(o => !o.GetProperty("is_over").GetBoolean()).GetProperty("broker").GetInt32());
        Assert.True(Cell(during).GetProperty("oldest_in_flight_seconds").GetDouble() > 0.5);

        using (await board.SendAsync(HttpMethod.Delete, $"{Broker}/down"))
        {
            var after = await board.StatusAsync(s => Outages(s).Length > 0 && Outages(s).All(o => o.GetProperty("is_over").GetBoolean()));
            Assert.False(Embedded(after, 2).GetProperty("is_down").GetBoolean());
            Assert.True(Outages(after).Max(o => o.GetProperty("seconds").GetDouble()) > 0.5);
        }
    }

    [Fact]
    public async Task Leaders_that_are_moved_away_from_a_broker_that_is_down_end_the_outage_and_come_back_when_it_is_healed()
    {
        using (await board.SendAsync(HttpMethod.Put, "api/v1/clusters/probe/brokers/3/down"))
        using (await board.SendAsync(HttpMethod.Post, "api/v1/clusters/probe/brokers/3/move-leaders"))
        {
            await board.StatusAsync(s => Embedded(s, 3).GetProperty("leads").GetInt32() == 0 && Cell(s).GetProperty("oldest_in_flight_seconds").GetDouble() < 0.4);
        }

        using (await board.SendAsync(HttpMethod.Delete, "api/v1/clusters/probe/faults"))
        {
            var healed = await board.StatusAsync(_ => true);
            Assert.All(Enumerable.Range(1, 3), id => Assert.Equal((false, 1), (Embedded(healed, id).GetProperty("is_down").GetBoolean(), Embedded(healed, id).GetProperty("leads").GetInt32())));
        }
    }

    [Fact]
    public async Task A_slow_broker_is_slow_until_it_is_not()
    {
        using (await board.SendAsync(HttpMethod.Put, "api/v1/clusters/probe/brokers/1/slow"))
        {
            await board.StatusAsync(s => Embedded(s, 1).GetProperty("is_slow").GetBoolean() && Cell(s).GetProperty("latest").GetProperty("produce").GetProperty("max") is { ValueKind: JsonValueKind.Number } max && max.GetDouble() > 0.9);
        }

        using (await board.SendAsync(HttpMethod.Delete, "api/v1/clusters/probe/brokers/1/slow"))
        {
            await board.StatusAsync(s => !Embedded(s, 1).GetProperty("is_slow").GetBoolean() && Cell(s).GetProperty("latest").GetProperty("produce").GetProperty("max") is { ValueKind: JsonValueKind.Number } max && max.GetDouble() < 0.9);
        }
    }

    [Theory]
    [InlineData("Origin", "http://elsewhere.example")]
    [InlineData("Origin", "null")]
    [InlineData("Sec-Fetch-Site", "cross-site")]
    [InlineData("Sec-Fetch-Site", "same-site")]
    [InlineData("Host", "elsewhere.example:9464")]
    public async Task A_page_of_somebody_else_may_do_nothing(string header, string value)
    {
        foreach (var (method, path) in ((HttpMethod, string)[])[(HttpMethod.Put, $"{Broker}/down"), (HttpMethod.Post, $"{Broker}/move-leaders"), (HttpMethod.Delete, "api/v1/clusters/probe/faults")])
        {
            using var answer = await board.SendAsync(method, path, (header, value));

            Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        }
    }

    [Fact]
    public async Task The_boards_own_page_may()
    {
        using var answer = await board.SendAsync(HttpMethod.Delete, $"{Broker}/slow", ("Origin", board.Http.BaseAddress!.GetLeftPart(UriPartial.Authority)), ("Sec-Fetch-Site", "same-origin"));

        Assert.Equal(HttpStatusCode.NoContent, answer.StatusCode);
    }

    [Theory]
    [InlineData("api/v1/clusters/probe/brokers/7/down", "broker 7")]
    [InlineData("api/v1/clusters/prod/brokers/1/down", "cluster prod")]
    public async Task What_is_not_there_is_told_in_a_line(string path, string line)
    {
        using var answer = await board.SendAsync(HttpMethod.Put, path);

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.Contains(line, await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_board_that_is_open_to_a_network_has_no_faults()
    {
        await using var probe = ProbeProcess.Start("--listen", "0.0.0.0:0");
        using var http = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{(await probe.Address).Port}") };

        using var answer = await http.PutAsync(ServedBoard.At($"{Broker}/down"), content: null, TestContext.Current.CancellationToken);
        using var status = JsonDocument.Parse(await http.GetStringAsync(ServedBoard.At("api/v1/status"), TestContext.Current.CancellationToken));

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.All(status.RootElement.GetProperty("clusters").EnumerateArray(), c => Assert.Equal(JsonValueKind.Null, c.GetProperty("embedded").ValueKind));
    }

    private static JsonElement Cell(JsonElement status) => status.GetProperty("cells")[0];

    private static long Bad(JsonElement status) => Cell(status).GetProperty("objectives")[0].GetProperty("bad").GetInt64();

    private static JsonElement[] Outages(JsonElement status) => [.. Cell(status).GetProperty("outages").EnumerateArray()];

    private static JsonElement Embedded(JsonElement status, int broker) => status.GetProperty("clusters")[0].GetProperty("embedded").EnumerateArray().Single(b => b.GetProperty("id").GetInt32() == broker);
}
