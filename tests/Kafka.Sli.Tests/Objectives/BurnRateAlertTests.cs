using Confluent.Kafka;
using Kafka.Sli.Objectives;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace Kafka.Sli.Tests.Objectives;

public sealed class BurnRateAlertTests
{
    private readonly FakeTimeProvider _time = new();
    private readonly LoggedLines _log = new();
    private bool _succeeds = true;

    [Theory]
    [InlineData("30d", 14.4, 6d, 3d, 1d)]
    [InlineData("28d", 13.44, 5.6, 2.8, 0.9333333)]
    [InlineData("7d", 3.36, 1.4, 0.7, 0.2333333)]
    [InlineData("90d", 43.2, 18d, 9d, 3d)]
    public void A_factor_is_the_share_of_the_budget_of_the_objectives_own_window(string window, params double[] factors)
    {
        var alerts = BurnRateAlert.Of(Objective.Parse($"produce: 99.9% < 1s over {window}"));

        Assert.Equal(factors, alerts.Select(a => Math.Round(a.Factor, 7)));
        Assert.Equal(
            [
                (AlertSeverity.Page, 0.02, TimeSpan.FromHours(1), TimeSpan.FromMinutes(5)),
                (AlertSeverity.Page, 0.05, TimeSpan.FromHours(6), TimeSpan.FromMinutes(30)),
                (AlertSeverity.Ticket, 0.10, TimeSpan.FromDays(1), TimeSpan.FromHours(2)),
                (AlertSeverity.Ticket, 0.10, TimeSpan.FromDays(3), TimeSpan.FromHours(6)),
            ],
            alerts.Select(a => (a.Severity, a.BudgetShare, a.LongWindow, a.ShortWindow)));
    }

    [Theory]
    [InlineData("30m", 0)]
    [InlineData("1h", 1)]
    [InlineData("12h", 2)]
    [InlineData("1d", 3)]
    [InlineData("3d", 4)]
    public void An_alert_that_looks_back_further_than_the_objective_there_is_none(string window, int alerts) =>
        Assert.Equal(alerts, BurnRateAlert.Of(Objective.Parse($"produce: 99.9% < 1s over {window}")).Count);

    [Fact]
    public async Task A_page_begins_when_both_windows_burn_and_ends_with_the_short_one()
    {
        using var sli = Sli("produce: 99.9% < 1s as sent");
        using var producer = Producer(sli);
        var told = new Told(sli);
        Send(producer, 10_000);

        // 14.4 times the 0.1% that are allowed are 1.44%.
        _succeeds = false;
        Send(producer, 140);
        Assert.Equal([(true, 6d), (true, 3), (true, 1)], (await told.NextAsync(3)).Select(e => (e.IsFiring, Math.Round(e.Alert.Factor, 6))));
        Send(producer, 10);
        var begins = Assert.Single(await told.NextAsync(1));

        Assert.Equal((true, 14.4), (begins.IsFiring, Math.Round(begins.Alert.Factor, 6)));
        Assert.Equal("sent", begins.Status.Objective.Name);
        Assert.Equal(14.778, begins.Status.Windows[0].BurnRate, 3);
        Assert.Equal(14.4, sli.Objectives[0].Firing[0].Factor, 6);

        // The outage ends; five minutes later the page does, and the others as their short windows pass.
        _succeeds = true;
        _time.Advance(TimeSpan.FromMinutes(6));
        var ended = Assert.Single(await told.NextAsync(1));
        Assert.Equal((false, 14.4), (ended.IsFiring, Math.Round(ended.Alert.Factor, 6)));
        _time.Advance(TimeSpan.FromHours(7));
        Assert.Equal([6d, 3, 1], (await told.NextAsync(3)).Select(e => Math.Round(e.Alert.Factor, 6)));
        Assert.Empty(sli.Objectives[0].Firing);
    }

    [Fact]
    public async Task A_handler_that_throws_or_blocks_holds_up_neither_verdicts_nor_the_application()
    {
        using var sli = Sli("produce: 99.9% < 1s as sent");
        using var producer = Producer(sli);
        using var goesOn = new ManualResetEventSlim();
        var entered = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var told = new Told(sli);
        sli.AlertChanged += (_, _) =>
        {
            entered.TrySetResult();
            goesOn.Wait();
            throw new InvalidOperationException("of the application");
        };
        _succeeds = false;
        Send(producer, 10);
        await entered.Task;

        Send(producer, 10);
        Assert.Equal(20, sli.Objectives[0].Bad);

        goesOn.Set();
        Assert.Equal(4, (await told.NextAsync(4)).Count);
        while (sli.Telemetry.Errors.Count < 4)
        {
            await Task.Delay(1, TestContext.Current.CancellationToken);
        }
    }

    [Fact]
    public async Task A_handler_that_throws_does_not_keep_an_alert_from_the_others()
    {
        using var sli = Sli("produce: 99.9% < 1s as sent");
        using var producer = Producer(sli);
        sli.AlertChanged += (_, _) => throw new InvalidOperationException("of the application");
        var told = new Told(sli);
        _succeeds = false;

        Send(producer, 10);

        Assert.Equal(4, (await told.NextAsync(4)).Count);
    }

    [Fact]
    public async Task Health_is_degraded_by_a_ticket_and_as_the_registration_says_by_a_page()
    {
        using var sli = Sli("produce: 99.9% < 1s as sent");
        using var producer = Producer(sli);
        await using var services = new ServiceCollection()
            .AddLogging().AddSingleton(sli).AddHealthChecks().AddKafkaSli(tags: ["kafka"]).AddKafkaSli("mild", HealthStatus.Degraded).Services.BuildServiceProvider();
        Send(producer, 10_000);
        Assert.Equal((HealthStatus.Healthy, "No objective burns its error budget."), await Health());

        _succeeds = false;
        Send(producer, 20);
        Assert.Equal((HealthStatus.Degraded, "sent burns its error budget 2 times too fast over 3d, nothing is left"), await Health());

        Send(producer, 200);
        Assert.Equal((HealthStatus.Unhealthy, "sent burns its error budget 21.5 times too fast over 1h, nothing is left"), await Health());
        Assert.Equal(HealthStatus.Degraded, (await Report()).Entries["mild"].Status);

        async Task<HealthReport> Report() => await services.GetRequiredService<HealthCheckService>().CheckHealthAsync(TestContext.Current.CancellationToken);

        async Task<(HealthStatus Status, string? Description)> Health()
        {
            var entry = (await Report()).Entries["kafka-sli"];
            Assert.Equal(sli.Objectives[0].ErrorBudgetRemaining, entry.Data["sent"]);
            return (entry.Status, entry.Description);
        }
    }

    [Fact]
    public void An_alert_that_cannot_fire_is_told_at_start()
    {
        using var factory = LoggerFactory.Create(logging => logging.AddProvider(_log));
        var options = new KafkaSliOptions();
        options.Objectives.Add("produce: 90% < 1s as loose");
        options.Objectives.Add("produce: 99.9% < 1s as tight");
        options.Objectives.Add("produce: 99% < 1s over 30m as short");
        using var sli = KafkaSli.Create(options, loggerFactory: factory);

        Assert.Equal(
            [
                "Kafka.Sli: the objective 'loose' can never fire its alert over 1h: that takes a burn rate above 14.4, and with a target of 90% the highest there is, when all is bad, is 10; raise the target",
                "Kafka.Sli: the objective 'short' has no burn rate alerts, for its window, 30m, is shorter than 1h, the shortest that an alert looks at",
            ],
            _log.Lines);
    }

    private KafkaSli Sli(string objective)
    {
        var options = new KafkaSliOptions { TimeProvider = _time };
        options.Objectives.Add(objective);
        return KafkaSli.Create(options);
    }

    private IProducer<string, string> Producer(KafkaSli sli) => new StubProducer<string, string>
    {
        OnProduce = (message, handler) => handler!(_succeeds ? Reports.Ok(message) : Reports.Error(message, ErrorCode.Local_MsgTimedOut)),
    }.WithSli(sli);

    private void Send(IProducer<string, string> producer, int count)
    {
        for (var i = 0; i < count; i++)
        {
            producer.Produce("orders", new Message<string, string>());
        }

        _time.Advance(TimeSpan.FromSeconds(2));
    }

    /// <summary>The changes that were told, in their order.</summary>
    private sealed class Told
    {
        private readonly SemaphoreSlim _some = new(0);
        private readonly Queue<BurnRateAlertEventArgs> _changes = new();

        public Told(KafkaSli sli) => sli.AlertChanged += (sender, change) =>
        {
            Assert.Same(sli, sender);
            lock (_changes)
            {
                _changes.Enqueue(change);
            }

            _some.Release();
        };

        /// <summary>So many, once they have come, and none is left behind them.</summary>
        public async Task<IReadOnlyList<BurnRateAlertEventArgs>> NextAsync(int count)
        {
            var next = new List<BurnRateAlertEventArgs>();
            for (var i = 0; i < count; i++)
            {
                await _some.WaitAsync(TestContext.Current.CancellationToken);
                lock (_changes)
                {
                    next.Add(_changes.Dequeue());
                }
            }

            Assert.Equal(0, _some.CurrentCount);
            return next;
        }
    }
}
