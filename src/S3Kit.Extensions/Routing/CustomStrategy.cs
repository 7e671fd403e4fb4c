using System.Buffers;

namespace S3Kit.Routing;

/// <summary>A strategy of the app's.</summary>
internal sealed class CustomStrategy(string name, string pool, IEndpointSelectionStrategy strategy) : SelectionStrategy
{
    public override int Select(ReadOnlySpan<StorageEndpoint> candidates, in EndpointSelectionContext request)
    {
        EndpointCandidate[] shown = ArrayPool<EndpointCandidate>.Shared.Rent(candidates.Length);
        try
        {
            for (int i = 0; i < candidates.Length; i++)
            {
                shown[i] = new EndpointCandidate(candidates[i]);
            }

            int chosen = strategy.Select(request with { Pool = pool }, shown.AsSpan(0, candidates.Length));
            return (uint)chosen < (uint)candidates.Length
                ? chosen
                : throw new InvalidOperationException($"The endpoint selection strategy '{name}' has chosen number {chosen} of {candidates.Length} endpoints; the first is 0.");
        }
        finally
        {
            ArrayPool<EndpointCandidate>.Shared.Return(shown, clearArray: true);
        }
    }
}
