using Polly;
using Polly.RateLimiting;
using Polly.Timeout;
using S3Kit.Protocol;

namespace S3Kit.Resilience;

/// <summary>What strategies that the app has added to an endpoint's pipeline refuse, as errors of ours, so that another endpoint is tried.</summary>
internal static class Rejections
{
    public static S3KitException Translate(ExecutionRejectedException rejection, in S3ErrorContext context)
    {
        string subject = $"{context.Subject} failed";
        string? endpoint = context.Endpoint;
        return rejection switch
        {
            TimeoutRejectedException timeout => new S3TimeoutException($"{subject}: a timeout of {timeout.Timeout} that was added to this endpoint struck.", rejection)
            {
                Limit = S3TimeoutKind.Attempt,
                IsTransient = true,
                Endpoint = endpoint,
            },
            RateLimiterRejectedException limited => new S3ThrottledException($"{subject}: a rate limiter that was added to this endpoint refused it; nothing was sent.", rejection)
            {
                IsTransient = true,
                Endpoint = endpoint,
                RetryAfter = limited.RetryAfter,
            },
            _ => new S3CircuitOpenException($"{subject}: a strategy that was added to this endpoint refused it ({rejection.GetType().Name}); nothing was sent.", rejection)
            {
                IsTransient = true,
                Endpoint = endpoint,
            },
        };
    }
}
