using System.Runtime.CompilerServices;

namespace S3Kit.Routing;

/// <summary>
/// In proportion to the weights, evenly spread rather than in runs: each choice adds every candidate's weight to its credit, takes the highest
/// credit and charges it the sum (smooth weighted round-robin).
/// </summary>
internal sealed class WeightedStrategy : SelectionStrategy
{
    private readonly Lock _gate = new();
    private readonly ConditionalWeakTable<StorageEndpoint, StrongBox<long>> _credits = [];

    public override int Select(ReadOnlySpan<StorageEndpoint> candidates, in EndpointSelectionContext request)
    {
        lock (_gate)
        {
            int chosen = 0;
            long highest = long.MinValue;
            long sum = 0;
            for (int i = 0; i < candidates.Length; i++)
            {
                int weight = candidates[i].Settings.Weight;
                StrongBox<long> credit = _credits.GetValue(candidates[i], static _ => new StrongBox<long>());
                credit.Value += weight;
                sum += weight;
                if (credit.Value > highest)
                {
                    highest = credit.Value;
                    chosen = i;
                }
            }

            _credits.GetValue(candidates[chosen], static _ => new StrongBox<long>()).Value -= sum;
            return chosen;
        }
    }
}
