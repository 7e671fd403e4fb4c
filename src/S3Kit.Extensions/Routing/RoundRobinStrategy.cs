namespace S3Kit.Routing;

/// <summary>
/// One after the other: the endpoint behind the one chosen last, by name, so that the turn stays even when the set of candidates changes from call to call.
/// Retries and hedges take turns of their own: in a pool of two they would give every turn back to the endpoint that had failed or was slow.
/// </summary>
internal sealed class RoundRobinStrategy : SelectionStrategy
{
    private string? _last;
    private string? _lastAgain;

    public override int Select(ReadOnlySpan<StorageEndpoint> candidates, in EndpointSelectionContext request)
    {
        string? last = Volatile.Read(ref _last);
        if (request.Attempts > 0)
        {
            last = Volatile.Read(ref _lastAgain) ?? last;
        }

        int chosen = 0;
        string? smallest = null;
        string? next = null;
        for (int i = 0; i < candidates.Length; i++)
        {
            string name = candidates[i].Name;
            if (last is not null && string.CompareOrdinal(name, last) > 0 && (next is null || string.CompareOrdinal(name, next) < 0))
            {
                next = name;
                chosen = i;
            }
            else if (next is null && (smallest is null || string.CompareOrdinal(name, smallest) < 0))
            {
                smallest = name;
                chosen = i;
            }
        }

        Volatile.Write(ref request.Attempts > 0 ? ref _lastAgain : ref _last, candidates[chosen].Name);
        return chosen;
    }
}
