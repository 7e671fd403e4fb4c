namespace S3Kit.Resilience;

/// <summary>What follows a failed attempt.</summary>
/// <param name="Kind">Another attempt, or why there is none.</param>
/// <param name="Delay">What is waited for first.</param>
internal readonly record struct RetryPlan(RetryPlanKind Kind, TimeSpan Delay = default)
{
    public bool Retries => Kind is RetryPlanKind.Failover or RetryPlanKind.Backoff;
}
