namespace S3Kit;

/// <summary>
/// A way of the app's own to choose among endpoints that would all do. Registered by name with <c>AddSelectionStrategy</c>; the name is then one for
/// <see cref="S3KitOptions.EndpointSelectionStrategy"/>, <see cref="RequestOptions.EndpointSelectionStrategy"/> and <see cref="IEndpointRegistry.GetEndpoint"/>.
/// </summary>
public interface IEndpointSelectionStrategy
{
    /// <summary>
    /// Chooses one. Called for every attempt in a pool of several endpoints, by the dispatcher's loop among others: it must be quick, must not block, and is called from several threads at a
    /// time. What it throws fails the request.
    /// </summary>
    /// <param name="request">What is to be sent.</param>
    /// <param name="candidates">
    /// At least one endpoint, in the order of their names: those that come first for this request (breaker closed, not cooling down, not tried yet, lowest tier) and have a free slot.
    /// Not to be kept.
    /// </param>
    /// <returns>The index of the chosen one.</returns>
    int Select(in EndpointSelectionContext request, ReadOnlySpan<EndpointCandidate> candidates);
}
