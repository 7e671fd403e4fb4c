using System.ComponentModel.DataAnnotations;

namespace S3Kit;

/// <summary>
/// How many retries one endpoint is burdened with at most: section <c>S3Kit:RetryBudget</c>. Each endpoint has a budget of its own of this size. A retry that is
/// sent to it takes one from its budget, whichever endpoint failed before; a retry that succeeds gives it back. An operation for whose retry no endpoint
/// has anything left fails with the error that it has.
/// </summary>
public sealed class RetryBudgetOptions
{
    /// <summary>The most retries in a row that do not succeed, and what an endpoint begins with, 1 to 1,000,000. Default: 100.</summary>
    [Range(1, 1_000_000)]
    public int Capacity { get; set; } = 100;

    /// <summary>What each first try that the endpoint answers adds, in retries, 0 to 1: with the default of 0.2, five answers are worth one more retry.</summary>
    [Range(0d, 1d)]
    public double Refill { get; set; } = 0.2;
}
