namespace S3Kit.Routing;

/// <summary>The endpoint with the fewest requests in flight; among equals, one after the other, first attempts and later ones each in turns of their own.</summary>
internal sealed class LeastLoadedStrategy : SelectionStrategy
{
    private int _turn;
    private int _turnAgain;

    public override int Select(ReadOnlySpan<StorageEndpoint> candidates, in EndpointSelectionContext request)
    {
        int start = (int)((uint)Interlocked.Increment(ref request.Attempts > 0 ? ref _turnAgain : ref _turn) % (uint)candidates.Length);
        int chosen = start;
        int fewest = int.MaxValue;
        for (int i = 0; i < candidates.Length; i++)
        {
            int index = (start + i) % candidates.Length;
            int inFlight = candidates[index].Load.InFlight;
            if (inFlight < fewest)
            {
                fewest = inFlight;
                chosen = index;
            }
        }

        return chosen;
    }
}
