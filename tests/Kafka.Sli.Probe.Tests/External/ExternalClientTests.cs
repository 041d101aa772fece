using System.Text.Json;
using System.Text.Json.Nodes;
using Kafka.Sli.Probe.External;
using Kafka.Sli.Probe.Ledger;
using Kafka.Sli.Probe.Probing;

namespace Kafka.Sli.Probe.Tests.External;

/// <summary>What is made of a client in a process of its own.</summary>
public sealed class ExternalClientTests
{
    private static readonly int[] None = [];
    private static readonly int[] First = [0];
    private static readonly int[] Later = [1, 2];
    private static readonly int[][] UpTo10 = [[0, 10]];
    private static readonly int[][] UpTo12 = [[0, 12]];
    private static readonly int[][] EndsAt7 = [[0, 7]];
    private static readonly Dictionary<string, string> CommitsItself = new() { ["enable.auto.commit"] = "TRUE" };

    [Fact]
    public void It_is_told_first_who_it_is_and_what_it_has_to_send()
    {
        using var given = new SpokenClient(isReady: false);

        var configure = Assert.Single(given.Process.Commands);
        Assert.Equal("configure", (string?)configure["do"]);
        Assert.Equal((1, given.Now), ((int)configure["protocol"]!, (long)configure["now"]!));
        Assert.Equal(("orders", "readers", "localhost:9092", "me", 7), ((string?)configure["topic"], (string?)configure["group"], (string?)configure["bootstrap"], (string?)configure["instance"], (int)configure["stream_start"]!));
        Assert.Equal(LedgerHeader.CellHash(given.Plan.Name), (uint)configure["cell_hash"]!);
        Assert.Equal("all", (string?)configure["producer"]!["acks"]);
        Assert.Equal((50, 1_000_000_000, 1024), ((double)configure["load"]!["rate_per_second"]!, (long)configure["load"]!["burst_every_ns"]!, (int)configure["load"]!["bytes"]!));
        Assert.Null(configure["member"]);
        Assert.False((bool)configure["commits_itself"]!);
    }

    [Fact]
    public void A_send_lasts_from_when_it_was_due_to_when_the_client_knew_and_the_way_through_the_pipe_is_not_in_it()
    {
        using var given = new SpokenClient();
        var due = given.Now;
        given.Passes(0.2);
        given.Begins(1, due);
        given.Passes(0.1);
        var knew = given.Now;
        given.Passes(3);
        given.Settles(1, at: knew);

        var (seconds, tags) = Assert.Single(given.Measured("kafka.sli.produce.duration"));
        Assert.Equal(0.3, seconds, 6);
        Assert.Equal("orders", tags["messaging.destination.name"]);
        Assert.Equal((1, 0, 0), given.Verdicts("sends"));
        Assert.Equal(new Sending(0, 1, 0), Assert.Single(given.Events.Sent) with { Intended = 0 });
        Assert.Equal(Fate.Acknowledged, Assert.Single(given.Events.Ended).Fate);
        Assert.Equal(0.2, Assert.Single(given.Measured("kafka.sli.probe.schedule.lateness")).Value, 6);
    }

    [Fact]
    public void A_deadline_passes_when_the_client_vouches_that_nothing_had_ended_by_then()
    {
        using var given = new SpokenClient();
        given.Begins(1);
        given.Passes(0.9);
        given.Vouches();
        given.Passes(5);
        Assert.Equal((0, 0, 0), given.Verdicts("sends"));

        given.Vouches();
        given.Passes(0.3);
        Assert.Equal((0, 1, 0), given.Verdicts("sends"));

        given.Settles(1);
        Assert.Equal((0, 1, 0), given.Verdicts("sends"));
        Assert.Equal(6.2, Assert.Single(given.Measured("kafka.sli.produce.duration")).Value, 1);
    }

    [Theory]
    [InlineData("failed", "NOT_ENOUGH_REPLICAS", "NotEnoughReplicas", "Failed")]
    [InlineData("failed", "BufferExhaustedException", "BufferExhaustedException", "Failed")]
    [InlineData("failed", "what ever it may be, a sentence", ExternalErrorTypes.Other, "Failed")]
    [InlineData("failed", null, ExternalErrorTypes.Other, "Failed")]
    [InlineData("unknown", "REQUEST_TIMED_OUT", null, "Unknown")]
    public void Other_ends_are_bad_by_the_field_s_names(string outcome, string? error, string? type, string fate)
    {
        using var given = new SpokenClient();
        given.Begins(1);
        given.Settles(1, outcome, error);

        var (_, tags) = Assert.Single(given.Measured("kafka.sli.produce.duration"));
        Assert.Equal((type, outcome), ((string?)tags.GetValueOrDefault("error.type"), (string?)tags["kafka.sli.outcome"]));
        Assert.Equal((0, 1, 0), given.Verdicts("sends"));
        Assert.Equal(fate, Assert.Single(given.Events.Ended).Fate.ToString());
    }

    [Fact]
    public void Names_of_errors_that_are_made_up_one_after_the_other_make_no_series_each()
    {
        using var given = new SpokenClient();
        for (var number = 1; number <= 300; number++)
        {
            given.Begins(number);
            given.Settles(number, "failed", $"Error{number}");
        }

        Assert.InRange(given.Measured("kafka.sli.produce.duration").Select(m => m.Tags["error.type"]).Distinct().Count(), 2, 101);
    }

    [Fact]
    public void A_message_that_was_read_is_told_with_its_age_and_its_sender()
    {
        using var given = new SpokenClient();
        given.Process.Says(new { @event = "subscribed", at = given.Now });
        given.Process.Says(new { @event = "assigned", at = given.Now, partitions = new object[] { new { partition = 2, offset = 40, resumed = true }, new { partition = 3, offset = (long?)null, resumed = false } } });
        var header = new LedgerHeader(new("other", 9), LedgerHeader.CellHash(given.Plan.Name), IsClosing: false, 5, 20_000, Fates.None);
        var stamp = given.Sli.MeasureProducer().Stamp("orders", given.Time.GetTimestamp());
        given.Passes(0.25);
        var at = given.Now;
        given.Passes(1);
        given.Process.Says(new
        {
            @event = "received",
            partition = 2,
            offset = 41,
            at,
            timestamp = 1_700_000_000_000,
            timestamp_type = "create",
            headers = new Dictionary<string, string> { ["kafka-sli-sent"] = Convert.ToBase64String(stamp), [LedgerHeader.Key] = Convert.ToBase64String(header.ToBytes()) },
        });

        Assert.Equal(["assigned 2 from 40 again", "assigned 3 from unknown"], given.Events.Partitions);
        var reading = Assert.Single(given.Events.Readings);
        Assert.Equal((2, 41, 1_700_000_000_000), (reading.Partition, reading.Offset, reading.Timestamp));
        Assert.Equal(0.25, reading.AgeSeconds!.Value, 5);
        Assert.Equal(("other", 5), (reading.Header!.Stream.Instance, reading.Header.Number));
        Assert.Equal(given.Time.GetTimestamp() - given.Time.TimestampFrequency, reading.Arrival.Timestamp);
        Assert.Equal(0.25, Assert.Single(given.Measured("kafka.sli.delivery.duration")).Value, 5);
    }

    [Fact]
    public void What_is_not_ours_among_the_headers_is_not_taken_for_ours()
    {
        using var given = new SpokenClient();
        var foreign = new LedgerHeader(new("other", 9), LedgerHeader.CellHash("another/cell"), IsClosing: false, 5, 20_000, Fates.None);
        Receive(new() { [LedgerHeader.Key] = Convert.ToBase64String(foreign.ToBytes()) });
        Receive(new() { [LedgerHeader.Key] = "AQID", ["kafka-sli-sent"] = "AQ==", ["kafka-sli-clock"] = "" });
        Receive(null);

        Assert.Equal([null, null, null], given.Events.Readings.Select(r => r.Header));
        Assert.Empty(given.Lines);

        void Receive(Dictionary<string, string>? headers) => given.Process.Says(new { @event = "received", partition = 0, offset = 1, at = given.Now, timestamp = 1, timestamp_type = "none", headers });
    }

    [Fact]
    public void Each_second_what_was_judged_is_committed_and_told_when_the_cluster_has_it()
    {
        using var given = new SpokenClient();
        given.Client.StartReading();
        given.Events.Judged = [(0, 10), (1, 20)];
        given.Passes(1);

        var commit = given.Process.Commands[^1];
        Assert.Equal(("commit", "[[0,10],[1,20]]", null), ((string?)commit["do"], commit["positions"]!.ToJsonString(), (bool?)commit["revoking"]));
        var start = given.Now + SpokenClient.Seconds(0.1);
        given.Passes(0.5);
        given.Events.Judged = [];
        given.Process.Says(new { @event = "committed", id = (long)commit["id"]!, start, at = start + SpokenClient.Seconds(0.3), outcome = "ok", positions = commit["positions"] });

        Assert.Equal([(0, 10), (1, 20)], given.Events.CommittedPositions);
        Assert.Equal(0.3, Assert.Single(given.Measured("kafka.sli.offset_commit.duration")).Value, 5);
        Assert.Equal((1, 0, 0), given.Verdicts("commits"));
        given.Passes(3);
        Assert.Equal(2, given.Process.Commands.Count(c => (string?)c["do"] is "commit" or "read"));
    }

    [Fact]
    public void A_commit_of_what_it_does_not_have_any_more_is_no_event_and_one_that_fails_is_bad()
    {
        using var given = new SpokenClient();
        given.Client.StartReading();
        given.Events.Judged = [(0, 10)];
        given.Passes(2);
        var ids = given.Process.Commands.Where(c => (string?)c["do"] == "commit").Select(c => (long)c["id"]!).ToArray();

        Assert.Equal(2, ids.Length);
        given.Process.Says(new { @event = "committed", id = ids[1], start = given.Now, at = given.Now, outcome = "none", positions = None });
        given.Process.Says(new { @event = "committed", id = ids[0], start = given.Now, at = given.Now, outcome = "failed", error = "GROUP_AUTHORIZATION_FAILED", positions = UpTo10 });

        Assert.Equal((0, 1, 1), given.Verdicts("commits"));
        Assert.Equal([Refusal.Join], given.Events.Refusals.Select(r => r.Refusal));
        Assert.Empty(given.Events.CommittedPositions);
    }

    [Fact]
    public void Before_partitions_are_taken_it_is_answered_what_to_commit_even_if_that_is_nothing()
    {
        using var given = new SpokenClient();
        given.Client.StartReading();
        given.Process.Says(new { @event = "revoking", at = given.Now, partitions = First });
        Assert.Equal(("commit", "[]", true), Last());
        given.Process.Says(new { @event = "committed", id = 1, start = given.Now, at = given.Now, outcome = "none", positions = None });
        Assert.Equal((0, 0, 0), given.Verdicts("commits"));
        Assert.Empty(given.Lines);

        given.Events.Judged = [(0, 10)];
        given.Process.Says(new { @event = "revoking", at = given.Now, partitions = First });
        Assert.Equal(("commit", "[[0,10]]", true), Last());

        given.Process.Says(new { @event = "revoked", at = given.Now, partitions = First });
        given.Process.Says(new { @event = "lost", at = given.Now, partitions = Later });
        Assert.Equal(["revoked 0", "lost 1 2"], given.Events.Partitions);

        (string?, string, bool?) Last() => given.Process.Commands[^1] is var c ? ((string?)c["do"], c["positions"]!.ToJsonString(), (bool?)c["revoking"]) : default;
    }

    [Fact]
    public void One_that_commits_by_itself_is_asked_for_no_commit_and_believed()
    {
        using var given = new SpokenClient(CommitsItself);
        given.Client.StartReading();
        given.Events.Judged = [(0, 10)];
        given.Passes(3);
        given.Process.Says(new { @event = "revoking", at = given.Now, partitions = First });
        given.Process.Says(new { @event = "committed", outcome = "ok", positions = UpTo12 });

        Assert.Equal(["configure", "read"], given.Process.Commands.Select(c => (string?)c["do"]));
        Assert.True((bool)given.Process.Commands[0]["commits_itself"]!);
        Assert.Equal([(0, 12)], given.Events.CommittedPositions);
    }

    [Fact]
    public void Its_end_in_order_says_of_each_step_whether_it_was_done()
    {
        using var given = new SpokenClient();
        given.Process.Answer = command => [new { @event = "done", what = (string?)command["do"], unsent = 3, ends = EndsAt7 }];
        given.Client.StopSending();
        Assert.Equal(3, given.Client.Unsent);
        Assert.True(given.Client.Flush(TimeSpan.FromSeconds(2)));
        Assert.Equal(2000, (int)given.Process.Commands[^1]["within_ms"]!);
        Assert.True(given.Client.SendClosing(TimeSpan.FromSeconds(1)));
        Assert.Equal([(0, 7)], given.Client.FindEnds(TimeSpan.FromSeconds(1)));
        Assert.True(given.Client.StopReading());
        Assert.True(given.Client.Leave());
        Assert.Null(given.Client.FatalError);
    }

    [Fact]
    public void What_was_not_done_is_not_said_to_be()
    {
        using var given = new SpokenClient();
        given.Events.Judged = [(0, 10)];
        given.Begins(1);
        given.Process.Answer = command => (string?)command["do"] == "commit"
            ? [new { @event = "committed", id = (long)command["id"]!, start = given.Now, at = given.Now, outcome = "failed", error = "COORDINATOR_NOT_AVAILABLE", positions = None }]
            : [new { @event = "done", what = (string?)command["do"], complete = false, ends = EndsAt7 }];

        Assert.False(given.Client.Flush(TimeSpan.FromSeconds(2)));
        Assert.False(given.Client.SendClosing(TimeSpan.FromSeconds(1)));
        Assert.Null(given.Client.FindEnds(TimeSpan.FromSeconds(1)));
        Assert.False(given.Client.StopReading());
        Assert.False(given.Client.Leave());
    }

    [Fact]
    public void One_that_ends_by_itself_is_replaced_and_what_was_in_flight_is_abandoned()
    {
        using var given = new SpokenClient();
        given.Begins(1);
        given.Begins(2, partition: 1);
        given.Passes(0.4);
        given.Process.Ends("its process ended with exit code 137: secret");

        Assert.Equal("its process ended with exit code 137: ***", given.Client.FatalError);
        Assert.Equal(["abandoned", "abandoned"], given.Measured("kafka.sli.produce.duration").Select(m => m.Tags["kafka.sli.outcome"]));
        Assert.All(given.Measured("kafka.sli.produce.duration"), m => Assert.Equal(0.4, m.Value, 6));
        Assert.Equal((0, 2, 0), given.Verdicts("sends"));
        Assert.Equal([Fate.Unknown, Fate.Unknown], given.Events.Ended.Select(e => e.Fate));
        Assert.False(given.Client.Flush(TimeSpan.FromMinutes(1)));
        Assert.Null(given.Client.FindEnds(TimeSpan.FromMinutes(1)));
    }

    [Fact]
    public void One_that_hangs_is_ended()
    {
        using var given = new SpokenClient();
        given.Begins(1);
        given.Passes(29);
        given.Vouches();
        given.Passes(30);
        Assert.Null(given.Client.FatalError);

        given.Passes(2);
        Assert.Contains("30 s", given.Client.FatalError, StringComparison.Ordinal);
        Assert.True(given.Process.WasKilled);
        Assert.Equal("abandoned", Assert.Single(given.Measured("kafka.sli.produce.duration")).Tags["kafka.sli.outcome"]);
    }

    [Fact]
    public void A_probe_that_stood_still_itself_does_not_take_that_for_its_client_s_silence()
    {
        using var given = new SpokenClient();
        given.Begins(1);
        given.Vouches();
        given.Time.Advance(TimeSpan.FromMinutes(10));
        Assert.Null(given.Client.FatalError);

        given.Passes(29);
        Assert.Null(given.Client.FatalError);
        given.Passes(2);
        Assert.Contains("30 s", given.Client.FatalError, StringComparison.Ordinal);
    }

    [Fact]
    public void One_that_answers_no_commits_is_ended_and_is_not_asked_for_ever()
    {
        using var given = new SpokenClient();
        given.Client.StartReading();
        given.Events.Judged = [(0, 10)];
        for (var second = 0; second < 1000; second++)
        {
            given.Passes(1);
            given.Vouches();
        }

        Assert.Null(given.Client.FatalError);
        given.Passes(1);
        Assert.Equal("it has left 1000 commits without an answer", given.Client.FatalError);
        Assert.Equal((0, 1000, 0), given.Verdicts("commits"));
    }

    [Fact]
    public void A_send_that_ends_before_it_was_due_is_no_event_of_the_protocol_and_says_nothing_of_the_cluster()
    {
        using var given = new SpokenClient();
        given.Passes(1);
        given.Begins(1);
        given.Settles(1, at: given.Now - 1000);

        Assert.Contains("it ends before it was due", Assert.Single(given.Lines), StringComparison.Ordinal);
        Assert.Equal((0, 0, 1), given.Verdicts("sends"));
        Assert.Equal(Fate.Unknown, Assert.Single(given.Events.Ended).Fate);
        Assert.True(given.Process.Commands.Count > 0);
    }

    [Fact]
    public void Positions_below_zero_are_none()
    {
        using var given = new SpokenClient();
        given.Process.Says(new { @event = "assigned", at = given.Now, partitions = new object[] { new { partition = 2, offset = -1001, resumed = true } } });

        Assert.Contains("an offset that cannot be", Assert.Single(given.Lines), StringComparison.Ordinal);
        Assert.Empty(given.Events.Partitions);
    }

    [Fact]
    public void A_secret_is_not_half_shown_where_a_line_is_cut()
    {
        using var given = new SpokenClient();
        given.Process.SaysLine(new string('x', 117) + "secret");

        Assert.DoesNotContain("sec", Assert.Single(given.Lines), StringComparison.Ordinal);
    }

    [Fact]
    public void What_it_says_is_shown_in_one_line_without_what_a_terminal_obeys_and_not_for_long()
    {
        using var given = new SpokenClient();
        given.Process.Says(new { @event = "error", text = "\u001b[2J\r\nno broker" + new string('.', 500_000), error = "TOPIC_AUTHORIZATION_FAILED" });

        Assert.All([given.Client.LastError!, Assert.Single(given.Events.Refusals).Reason], said =>
        {
            Assert.StartsWith("[2J  no broker...", said, StringComparison.Ordinal);
            Assert.InRange(said.Length, 1000, 3000);
        });
    }

    [Fact]
    public void One_that_only_chatters_hangs_too()
    {
        using var given = new SpokenClient();
        for (var i = 0; i < 32; i++)
        {
            given.Passes(1);
            given.Process.Says(new { @event = "error", text = "Connection to node -1 could not be established" });
        }

        Assert.True(given.Process.WasKilled);
    }

    [Fact]
    public void One_that_is_never_ready_is_ended_and_that_is_its_plan_s_fault()
    {
        using var given = new SpokenClient(isReady: false);
        Assert.False(given.Client.IsConfigured);
        given.Passes(32);

        Assert.NotNull(given.Client.FatalError);
        Assert.False(given.Client.IsConfigured);
    }

    [Fact]
    public void What_it_calls_fatal_is()
    {
        using var given = new SpokenClient(isReady: false);
        given.Process.Says(new { @event = "fatal", text = "configure: producer: Kafka's Java client has no property\n secret.ms" });

        Assert.Equal("configure: producer: Kafka's Java client has no property  ***.ms", given.Client.FatalError);
        Assert.True(given.Process.WasKilled);
        Assert.Empty(given.Lines);
    }

    [Fact]
    public void One_that_speaks_another_version_is_not_listened_to()
    {
        using var given = new SpokenClient(isReady: false);
        given.Process.Says(new { @event = "ready", protocol = 2 });

        Assert.Equal("it speaks version 2 of the protocol, and not 1", given.Client.FatalError);
    }

    [Fact]
    public void One_that_does_not_read_its_commands_is_ended()
    {
        using var given = new SpokenClient();
        given.Process.TakesCommands = false;
        given.Client.StartReading();

        Assert.Equal("it does not read its commands", given.Client.FatalError);
    }

    [Fact]
    public void One_that_floods_is_ended()
    {
        using var given = new SpokenClient();
        var line = JsonSerializer.Serialize(new { @event = "told", at = given.Now });
        for (var i = 0; i <= ExternalFlood.Most && !given.Process.WasKilled; i++)
        {
            given.Process.SaysLine(line);
        }

        Assert.True(given.Process.WasKilled);
        Assert.StartsWith("it floods: more than 1000000 lines in 5 s", given.Client.FatalError, StringComparison.Ordinal);
    }

    [Fact]
    public void As_much_as_that_in_a_longer_time_is_no_flood()
    {
        using var given = new SpokenClient();
        for (var i = 0; i < 2 * ExternalFlood.Most; i++)
        {
            if (i % 100_000 == 0)
            {
                given.Passes(1);
            }

            given.Process.SaysLine(/*lang=json*/ """{"event":"error","text":"x"}""");
        }

        Assert.False(given.Process.WasKilled);
    }

    [Fact]
    public void What_it_complains_of_is_known_and_what_it_is_not_let_do_is_told()
    {
        using var given = new SpokenClient();
        given.Process.Says(new { @event = "error", text = "send: not authorized to access topics: [orders]\n", error = "TOPIC_AUTHORIZATION_FAILED" });
        Assert.Equal("send: not authorized to access topics: [orders]", given.Client.LastError);

        given.Begins(1);
        given.Settles(1, "failed", "TOPIC_AUTHORIZATION_FAILED");
        given.Process.Says(new { @event = "receive_failed", error = "TOPIC_AUTHORIZATION_FAILED", at = given.Now });
        given.Process.Says(new { @event = "error", text = "login", error = "SASL_AUTHENTICATION_FAILED" });
        given.Process.Says(new { @event = "error", text = "tls", error = "SslAuthenticationException" });

        Assert.Equal([Refusal.Read, Refusal.Write, Refusal.Read, Refusal.LogIn, Refusal.Encrypt], given.Events.Refusals.Select(r => r.Refusal));
        Assert.Equal("TopicAuthorizationFailed", Assert.Single(given.Measured("kafka.sli.consume.errors")).Tags["error.type"]);
    }

    [Fact]
    public void What_it_left_out_is_counted()
    {
        using var given = new SpokenClient();
        given.Process.Says(new { @event = "skipped", count = 12 });

        var (count, tags) = Assert.Single(given.Measured("kafka.sli.probe.schedule.ticks"));
        Assert.Equal((12, "skipped"), (count, tags["kafka.sli.probe.tick"]));
    }

    [Fact]
    public void It_sends_when_it_is_told_to_which_partitions_there_are()
    {
        using var given = new SpokenClient();
        given.Client.StartReading();
        given.Client.StartSending([0, 1]);
        given.Client.Cover([0, 1, 2]);

        Assert.Equal(["read", "send", "cover"], given.Process.Commands.Skip(1).Select(c => (string?)c["do"]));
        Assert.Equal("[0,1,2]", given.Process.Commands[^1]["partitions"]!.ToJsonString());
        JsonNode send = given.Process.Commands[^2];
        Assert.Equal("[0,1]", send["partitions"]!.ToJsonString());
    }
}
