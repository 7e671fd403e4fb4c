namespace S3Kit.Resilience;

/// <summary>What follows a failed attempt.</summary>
internal enum RetryPlanKind
{
    /// <summary>Nothing: the failure is the operation's.</summary>
    Stop,

    /// <summary>Nothing, because the retry budgets of the endpoints that are left are used up.</summary>
    OutOfBudget,

    /// <summary>At once, an attempt at an endpoint that was not tried yet.</summary>
    Failover,

    /// <summary>An attempt after a delay.</summary>
    Backoff,
}
