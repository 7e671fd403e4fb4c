using S3Kit.Resilience;

namespace S3Kit.Routing;

/// <summary>
/// The better of two chosen at random, by requests in flight times the average time to an answer: near the best choice, without all callers
/// running to the same endpoint at once.
/// </summary>
internal sealed class PowerOfTwoChoicesStrategy(Randomness randomness) : SelectionStrategy
{
    public override int Select(ReadOnlySpan<StorageEndpoint> candidates, in EndpointSelectionContext request)
    {
        if (candidates.Length == 1)
        {
            return 0;
        }

        int first = randomness.Next(candidates.Length);
        int second = randomness.Next(candidates.Length - 1);
        if (second >= first)
        {
            second++;
        }

        return Cost(candidates[first]) <= Cost(candidates[second]) ? first : second;
    }

    private static double Cost(StorageEndpoint endpoint) => (endpoint.Load.InFlight + 1) * Math.Max(endpoint.Load.Latency, 0.01);
}
