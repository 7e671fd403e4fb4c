using Polly;
using Polly.Telemetry;

namespace S3Kit.Resilience;

/// <summary>
/// The circuit breaker as a strategy of Polly's, so that it composes and is observed like the others. Polly's own breaker opens at a ratio of
/// failures over a time alone; what is wanted here first is a number of them in a row, and throttling or a missing key must not count.
/// </summary>
internal sealed class CircuitBreakerStrategy(CircuitBreaker breaker, string endpoint, ResilienceStrategyTelemetry telemetry) : ResilienceStrategy
{
    private static readonly ResilienceEvent Rejected = new(ResilienceEventSeverity.Warning, "OnCircuitRejected");

    protected override async ValueTask<Outcome<TResult>> ExecuteCore<TResult, TState>(
        Func<ResilienceContext, TState, ValueTask<Outcome<TResult>>> callback, ResilienceContext context, TState state)
    {
        if (!breaker.TryEnter(out CircuitPass pass))
        {
            telemetry.Report(Rejected, context, 0);
            string message = breaker.IsIsolated
                ? $"Endpoint '{endpoint}' is isolated by hand: nothing was sent."
                : $"The circuit breaker of endpoint '{endpoint}' is open: nothing was sent. The last failure was: {breaker.LastError}";
            return Outcome.FromException<TResult>(new S3CircuitOpenException(message) { Endpoint = endpoint, IsTransient = true });
        }

        Outcome<TResult> outcome;
        try
        {
            outcome = await callback(context, state).ConfigureAwait(context.ContinueOnCapturedContext);
        }
        catch (Exception e)
        {
            breaker.Report(pass, EndpointVerdict.None, e);
            throw;
        }

        breaker.Report(pass, TransientErrors.Judge(outcome.Exception), outcome.Exception);
        return outcome;
    }
}
