using Kafka.Sli.Objectives;

namespace Kafka.Sli.Tests.Objectives;

/// <summary>For whoever counts events elsewhere.</summary>
public class ErrorBudgetTests
{
    private static readonly Objective Objective = Objective.Parse("produce: 99% < 1s over 7d");

    private (long Good, long Bad) _totals;

    [Fact]
    public void It_stands_as_its_own_totals_say()
    {
        var budget = new ErrorBudget(Objective, () => _totals);
        _totals = (980, 20);

        var status = budget.StatusAt(TimeSpan.FromMinutes(1), excluded: 3);

        Assert.Equal((980, 20, 3), (status.Good, status.Bad, status.Excluded));
        Assert.Equal(-1, status.ErrorBudgetRemaining, 1e-9);
        Assert.All(status.Windows, w => Assert.Equal(2, w.BurnRate, 1e-9));
        Assert.Equal([TimeSpan.FromDays(7), TimeSpan.FromDays(3)], status.Windows.Reverse().Take(2).Select(w => w.Window));
    }

    [Fact]
    public void What_was_counted_before_a_window_is_not_in_it()
    {
        var budget = new ErrorBudget(Objective, () => _totals);
        _totals = (0, 50);
        for (var minute = 0; minute < 10; minute++)
        {
            budget.Advance(TimeSpan.FromMinutes(minute));
        }

        _totals = (100, 50);
        var status = budget.StatusAt(TimeSpan.FromMinutes(10));

        Assert.Equal((100, 0), (status.Windows[0].Good, status.Windows[0].Bad));
        Assert.Equal((100, 50), (status.Windows[1].Good, status.Windows[1].Bad));
    }

    [Fact]
    public void Without_an_objective_or_totals_there_is_none()
    {
        Assert.Throws<ArgumentNullException>(() => new ErrorBudget(null!, () => _totals));
        Assert.Throws<ArgumentNullException>(() => new ErrorBudget(Objective, null!));
    }
}
