using System.Diagnostics.Metrics;
using System.Text;
using Confluent.Kafka;
using Kafka.Sli.Objectives;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace Kafka.Sli.Tests.Objectives;

public sealed class ErrorBudgetStoreTests : IDisposable
{
    private const string Sent = "produce: 99% < 1s as sent";

    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));
    private readonly LoggedLines _log = new();
    private readonly ILoggerFactory _loggers;
    private readonly string _folder = Path.Combine(Path.GetTempPath(), Guid.NewGuid().ToString("N"), "budget");

    public ErrorBudgetStoreTests() => _loggers = LoggerFactory.Create(logging => logging.AddProvider(_log));

    private string StateFile => Path.Combine(_folder, "kafka-sli-error-budget.json");

    public void Dispose()
    {
        _loggers.Dispose();
        if (Directory.Exists(_folder))
        {
            Directory.Delete(_folder, recursive: true);
        }
    }

    [Fact]
    public async Task A_budget_goes_on_after_a_restart_and_the_gap_is_taken_from_the_wall_clock()
    {
        await using (var first = await StartAsync(Sent))
        {
            Send(first, good: 900, bad: 100);
        }

        // 4 minutes later it is all in the last 5; 6 minutes later it is not.
        _time.Advance(TimeSpan.FromMinutes(4));
        await using (var second = await StartAsync(Sent))
        {
            Assert.Equal([(900, 100), (900, 100)], Windows(second)[..2]);
            Assert.Equal(-9, second.Objectives[0].ErrorBudgetRemaining, 9);
            Assert.Equal((0, 0), (second.Objectives[0].Good, second.Objectives[0].Bad));
            Send(second, good: 100, bad: 0);
            Assert.Equal([(1000, 100), (1000, 100)], Windows(second)[..2]);
        }

        _time.Advance(TimeSpan.FromMinutes(2));
        await using var third = await StartAsync(Sent);
        Assert.Equal([(100, 0), (1000, 100)], Windows(third)[..2]);
        _time.Advance(TimeSpan.FromDays(40));
        Assert.All(Windows(third), window => Assert.Equal((0, 0), window));
        Assert.Empty(_log.Lines);
    }

    [Fact]
    public async Task A_clock_that_was_set_back_makes_no_negative_gap()
    {
        await using (var first = await StartAsync(Sent))
        {
            Send(first, good: 10, bad: 1);
        }

        var earlier = new FakeTimeProvider(_time.GetUtcNow() - TimeSpan.FromDays(3));
        await using var second = await StartAsync(Sent, earlier);

        Assert.All(Windows(second), window => Assert.Equal((10, 1), window));
    }

    [Fact]
    public async Task It_is_saved_while_it_counts_so_that_a_kill_costs_ten_seconds()
    {
        await using var lives = await StartAsync(Sent);
        Send(lives, good: 10, bad: 1);
        _time.Advance(TimeSpan.FromSeconds(11));
        await AppearsAsync(StateFile);

        // As a copy, for the folder is that of the process that is still alive.
        var copy = _folder + "-copy";
        Directory.CreateDirectory(copy);
        File.Copy(StateFile, Path.Combine(copy, Path.GetFileName(StateFile)));
        await using var heir = await StartAsync(Sent, folder: copy);
        Assert.All(Windows(heir), window => Assert.Equal((10, 1), window));
        Directory.Delete(copy, recursive: true);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{\"format\":\"kafka-sli-error-budget\",\"version\":1,\"savedAt\":\"2026-01-01T00:00:00+00:00\",\"elapsed\":5,\"obj")]
    [InlineData("null")]
    [InlineData("[1,2,3]")]
    [InlineData("{\"name\":\"somebody else's\"}")]
    [InlineData("{\"format\":\"other\",\"version\":1,\"savedAt\":\"2026-01-01T00:00:00Z\",\"elapsed\":5,\"objectives\":[]}")]
    [InlineData("{\"format\":\"kafka-sli-error-budget\",\"version\":2,\"savedAt\":\"2026-01-01T00:00:00Z\",\"elapsed\":5,\"objectives\":[]}")]
    [InlineData("{\"format\":\"kafka-sli-error-budget\",\"version\":1,\"savedAt\":\"2026-01-01T00:00:00Z\",\"elapsed\":-5,\"objectives\":[]}")]
    [InlineData("{\"format\":\"kafka-sli-error-budget\",\"version\":1,\"savedAt\":\"2026-01-01T00:00:00Z\",\"elapsed\":9223372036854775807,\"objectives\":[]}")]
    [InlineData("{\"format\":\"kafka-sli-error-budget\",\"version\":1,\"savedAt\":\"2026-01-01T00:00:00Z\",\"elapsed\":5,\"objectives\":[null]}")]
    [InlineData("{\"format\":\"kafka-sli-error-budget\",\"version\":1,\"savedAt\":\"2026-01-01T00:00:00Z\",\"elapsed\":5,\"objectives\":[{\"name\":\"sent\",\"counted\":\"x\",\"windows\":[{\"length\":1,\"good\":[1],\"bad\":[1]}]}]}")]
    public async Task A_torn_or_foreign_file_is_reported_and_set_aside(string content)
    {
        Directory.CreateDirectory(_folder);
        await File.WriteAllTextAsync(StateFile, content, TestContext.Current.CancellationToken);
        await using (var sli = await StartAsync(Sent))
        {
            Assert.StartsWith("Kafka.Sli starts without earlier error budgets, for what the store holds is not theirs: ", Assert.Single(_log.Lines), StringComparison.Ordinal);
            Send(sli, good: 10, bad: 1);
        }

        var aside = Assert.Single(Directory.GetFiles(_folder, "*.aside"));
        Assert.Equal(content, await File.ReadAllTextAsync(aside, TestContext.Current.CancellationToken));
        await using var next = await StartAsync(Sent);
        Assert.All(Windows(next), window => Assert.Equal((10, 1), window));
    }

    [Fact]
    public async Task Whatever_byte_is_lost_or_changed_it_is_never_a_crash()
    {
        await using (var first = await StartAsync(Sent))
        {
            Send(first, good: 3, bad: 1);
        }

        var whole = await File.ReadAllBytesAsync(StateFile, TestContext.Current.CancellationToken);
        var random = new Random(5);
        for (var i = 0; i < 100; i++)
        {
            var torn = i % 2 == 0 ? whole[..random.Next(whole.Length)] : [.. whole];
            if (i % 2 == 1)
            {
                torn[random.Next(torn.Length)] = (byte)random.Next(256);
            }

            await using var next = await StartAsync(Sent, store: new ErrorBudgetStore(_ => Task.FromResult<byte[]?>(torn), (_, _) => Task.CompletedTask));
            Assert.Equal(8, next.Objectives[0].Windows.Count);
        }
    }

    [Fact]
    public async Task An_objective_takes_up_what_counted_the_same_events()
    {
        await using (var first = await StartAsync(Sent, "produce: 99% < 2s as slow"))
        {
            Send(first, good: 10, bad: 1);
        }

        await using var second = await StartAsync("produce: 90% < 1s over 60d as sent", "produce: 99% < 3s as slow", "produce: 99% < 4s as new");
        Assert.All(Windows(second), window => Assert.Equal((10, 1), window));
        Assert.Equal(TimeSpan.FromDays(60), second.Objectives[0].Windows[^1].Window);
        Assert.Equal(1 - (1 / 11d / 0.1), second.Objectives[0].ErrorBudgetRemaining, 9);
        Assert.All(Windows(second, 1).Concat(Windows(second, 2)), window => Assert.Equal((0, 0), window));
    }

    [Fact]
    public async Task Two_processes_do_not_share_a_folder()
    {
        await using var first = await StartAsync(Sent);
        await using (var second = await StartAsync(Sent))
        {
            Assert.Contains($"the folder {_folder} is in use by another process", Assert.Single(_log.Lines), StringComparison.Ordinal);
            Send(second, good: 5, bad: 5);
        }

        Send(first, good: 10, bad: 1);
        await first.DisposeAsync();
        await using var next = await StartAsync(Sent);
        Assert.All(Windows(next), window => Assert.Equal((10, 1), window));
    }

    [Fact]
    public async Task A_folder_in_which_no_file_can_be_made_is_not_said_to_be_in_use()
    {
        // Its path is so long that there is no room for a name behind it.
        var folder = _folder;
        while (folder.Length < 4070)
        {
            folder = Path.Combine(folder, new string('f', Math.Min(200, 4089 - folder.Length)));
        }

        await using var sli = await StartAsync(Sent, folder: folder);

        var line = Assert.Single(_log.Lines);
        Assert.StartsWith("Kafka.Sli starts without earlier error budgets and does not keep these, for the store failed: ", line, StringComparison.Ordinal);
        Assert.DoesNotContain("in use", line, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_store_that_fails_is_reported_and_not_written_to()
    {
        var saved = 0;
        await using (var sli = await StartAsync(Sent, store: new ErrorBudgetStore(
            _ => throw new TimeoutException("no answer"),
            (_, _) =>
            {
                saved++;
                return Task.CompletedTask;
            })))
        {
            Assert.Equal("Kafka.Sli starts without earlier error budgets and does not keep these, for the store failed: no answer", Assert.Single(_log.Lines));
            Send(sli, good: 5, bad: 5);
            Assert.Equal((5, 5), Windows(sli)[0]);
        }

        Assert.Equal(0, saved);
    }

    [Fact]
    public async Task Until_the_store_has_answered_nothing_is_said_of_the_budget_and_events_count_all_the_same()
    {
        var answer = new TaskCompletionSource<byte[]?>();
        var saved = new List<byte[]>();
        var sli = Make([Sent], _time, new ErrorBudgetStore(_ => answer.Task, (state, _) =>
        {
            saved.Add(state);
            return Task.CompletedTask;
        }));
        using var measured = new Measurements(sli);
        Send(sli, good: 5, bad: 5);
        Assert.Empty(sli.Objectives);
        Assert.Empty(measured.Observe("kafka.sli.burn_rate"));
        Assert.Equal((5, 5, 0), measured.Events("sent"));

        answer.SetResult(null);
        await ReadyAsync(sli);
        Assert.Equal((5, 5), Windows(sli)[0]);
        sli.Dispose();
        sli.Dispose();

        Assert.Contains("\"name\":\"sent\"", Encoding.UTF8.GetString(Assert.Single(saved)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_came_before_the_store_had_answered_is_of_this_life_and_not_of_the_end_of_the_earlier_one()
    {
        byte[]? kept = null;
        await using (var first = await StartAsync(Sent, store: new ErrorBudgetStore(_ => Task.FromResult<byte[]?>(null), (state, _) =>
        {
            kept = state;
            return Task.CompletedTask;
        })))
        {
            Send(first, good: 900, bad: 100);
        }

        _time.Advance(TimeSpan.FromMinutes(10));
        var answer = new TaskCompletionSource<byte[]?>();
        await using var second = Make([Sent, "produce: 99% < 2s as new"], _time, new ErrorBudgetStore(_ => answer.Task, (_, _) => Task.CompletedTask));
        Send(second, good: 5, bad: 5);
        answer.SetResult(kept);
        await ReadyAsync(second);

        Assert.Equal([(5, 5), (905, 105)], Windows(second)[..2]);
        Assert.All(Windows(second, 1), window => Assert.Equal((5, 5), window));
    }

    [Fact]
    public async Task The_end_waits_for_a_save_that_is_under_way()
    {
        var (entered, goesOn) = (NewSignal(), NewSignal());
        var saved = 0;
        var sli = await StartAsync(Sent, store: new ErrorBudgetStore(_ => Task.FromResult<byte[]?>(null), async (_, _) =>
        {
            entered.TrySetResult();
            await goesOn.Task;
            saved++;
        }));
        Send(sli, good: 10, bad: 1);
        _time.Advance(TimeSpan.FromSeconds(11));
        await entered.Task;

        var end = sli.DisposeAsync().AsTask();
        Assert.False(end.IsCompleted);
        goesOn.SetResult();
        await end;

        // What it had saved already is not saved twice.
        Assert.Equal(1, saved);
    }

    [Fact]
    public async Task A_save_that_failed_is_made_up_for_though_nothing_has_come_since()
    {
        var asked = NewSignal();
        var states = new List<byte[]>();
        var sli = await StartAsync(Sent, store: new ErrorBudgetStore(_ => Task.FromResult<byte[]?>(null), (state, _) =>
        {
            if (asked.TrySetResult())
            {
                throw new IOException("no space left");
            }

            states.Add(state);
            return Task.CompletedTask;
        }));
        Send(sli, good: 10, bad: 1);
        _time.Advance(TimeSpan.FromSeconds(11));
        await asked.Task;

        await sli.DisposeAsync();

        Assert.Single(states);
        Assert.Equal(1, sli.Telemetry.Errors.Count);
    }

    [Fact]
    public async Task A_store_that_hangs_is_not_asked_again_until_it_has_answered()
    {
        var (entered, goesOn) = (NewSignal(), NewSignal());
        var asked = 0;
        var sli = await StartAsync(Sent, store: new ErrorBudgetStore(_ => Task.FromResult<byte[]?>(null), (_, _) =>
        {
            asked++;
            entered.TrySetResult();
            return goesOn.Task;
        }));
        for (var i = 0; i < 5; i++)
        {
            Send(sli, good: 10, bad: 1);
            _time.Advance(TimeSpan.FromSeconds(11));
            await entered.Task;
        }

        goesOn.SetResult();
        await sli.DisposeAsync();

        Assert.Equal(2, asked);
    }

    [Fact]
    public async Task A_metrics_listener_that_throws_at_the_end_costs_neither_the_last_save_nor_the_folder()
    {
        var sli = await StartAsync(Sent);
        var isBroken = true;
        using var broken = new MeterListener
        {
            InstrumentPublished = (instrument, listener) =>
            {
                if (ReferenceEquals(instrument.Meter, sli.Meter))
                {
                    listener.EnableMeasurementEvents(instrument);
                }
            },
            MeasurementsCompleted = (_, _) =>
            {
                if (isBroken)
                {
                    throw new InvalidTimeZoneException("broken exporter");
                }
            },
        };
        broken.Start();
        Send(sli, good: 10, bad: 1);

        await sli.DisposeAsync();
        isBroken = false;

        await using var next = await StartAsync(Sent);
        Assert.All(Windows(next), window => Assert.Equal((10, 1), window));
        Assert.DoesNotContain(_log.Lines, line => line.Contains("in use", StringComparison.Ordinal));
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private async Task<KafkaSli> StartAsync(params string[] objectives) => await ReadyAsync(Make(objectives, _time, store: null));

    private async Task<KafkaSli> StartAsync(string objective, FakeTimeProvider? time = null, ErrorBudgetStore? store = null, string? folder = null) =>
        await ReadyAsync(Make([objective], time ?? _time, store, folder));

    private KafkaSli Make(IEnumerable<string> objectives, TimeProvider time, ErrorBudgetStore? store, string? folder = null)
    {
        var options = new KafkaSliOptions { TimeProvider = time, ErrorBudgetStore = store, ErrorBudgetFolder = store is null ? folder ?? _folder : null };
        foreach (var objective in objectives)
        {
            options.Objectives.Add(objective);
        }

        return KafkaSli.Create(options, loggerFactory: _loggers);
    }

    private static async Task<KafkaSli> ReadyAsync(KafkaSli sli)
    {
        while (sli.Objectives.Count == 0)
        {
            await Task.Delay(1, TestContext.Current.CancellationToken);
        }

        return sli;
    }

    private static async Task AppearsAsync(string file)
    {
        while (!File.Exists(file))
        {
            await Task.Delay(1, TestContext.Current.CancellationToken);
        }
    }

    private static (long Good, long Bad)[] Windows(KafkaSli sli, int objective = 0) => [.. sli.Objectives[objective].Windows.Select(w => (w.Good, w.Bad))];

    private static void Send(KafkaSli sli, int good, int bad)
    {
        var left = good;
        using var producer = new StubProducer<string, string>
        {
            OnProduce = (message, handler) => handler!(left-- > 0 ? Reports.Ok(message) : Reports.Error(message, ErrorCode.Local_MsgTimedOut)),
        }.WithSli(sli);
        for (var i = 0; i < good + bad; i++)
        {
            producer.Produce("orders", new Message<string, string>());
        }
    }
}
