using S3Kit.Resilience;

namespace S3Kit.Tests.Resilience;

/// <summary>The token bucket by itself.</summary>
public sealed class RetryBudgetTests
{
    [Test]
    public void TryTake_UntilEmpty_IsRefused()
    {
        var budget = new RetryBudget(3, 0.2);

        Assert.That(Enumerable.Range(0, 4).Select(_ => budget.TryTake()), Is.EqualTo([true, true, true, false]));
        Assert.That(budget.HasToken, Is.False);
        Assert.That(budget.Left, Is.Zero);
    }

    [Test]
    public void Answered_FiveTimes_IsWorthOneRetry()
    {
        RetryBudget budget = Empty(2, 0.2);
        var seen = new List<bool>();
        for (int i = 0; i < 5; i++)
        {
            budget.Answered();
            seen.Add(budget.HasToken);
        }

        Assert.That(seen, Is.EqualTo([false, false, false, false, true]));
        Assert.That(budget.TryTake(), Is.True);
        Assert.That(budget.TryTake(), Is.False);
    }

    [Test]
    public void GiveBack_OfAFullBudget_DoesNotOverfillIt()
    {
        var budget = new RetryBudget(2, 0.2);
        budget.GiveBack();
        budget.Answered();

        Assert.That(budget.Left, Is.EqualTo(2));
    }

    [TestCase(10, 8, Description = "What was used up stays used up.")]
    [TestCase(1, 0)]
    public void Configure_AnotherCapacity_KeepsWhatWasUsed(int capacity, int left)
    {
        var budget = new RetryBudget(4, 0.2);
        budget.TryTake();
        budget.TryTake();

        budget.Configure(capacity, 0.2);

        Assert.That(budget.Left, Is.EqualTo(left));
    }

    [Test]
    public void TryTake_ByManyAtOnce_GivesNoMoreThanThereIs()
    {
        var budget = new RetryBudget(1000, 0.2);
        int taken = 0;
        Parallel.For(0, 5000, _ =>
        {
            if (budget.TryTake())
            {
                Interlocked.Increment(ref taken);
            }
        });

        Assert.That(taken, Is.EqualTo(1000));
    }

    private static RetryBudget Empty(int capacity, double refill)
    {
        var budget = new RetryBudget(capacity, refill);
        while (budget.TryTake())
        {
        }

        return budget;
    }
}
