namespace S3Kit.Routing;

/// <summary>Chooses among endpoints that would all do. Safe for concurrent use; must not block.</summary>
internal abstract class SelectionStrategy
{
    /// <summary>Chooses one.</summary>
    /// <param name="candidates">At least one endpoint, in the order of their names.</param>
    /// <param name="request">What for. Its pool is the strategy's own.</param>
    /// <returns>The index of the chosen one.</returns>
    public abstract int Select(ReadOnlySpan<StorageEndpoint> candidates, in EndpointSelectionContext request);
}
