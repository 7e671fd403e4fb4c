namespace S3Kit;

/// <summary>What every call to an <see cref="IObjectStore"/> may say of itself. All of it is optional.</summary>
public record RequestOptions
{
    /// <summary>The order in which the request leaves the queue. Default: <see cref="RequestPriority.Normal"/>.</summary>
    public RequestPriority Priority { get; init; }

    /// <summary>
    /// The time the whole operation may take, waiting in the queue and all retries included; <see langword="null"/> (the default) takes
    /// <see cref="S3KitOptions.DefaultTimeout"/>. The clock stands still while the bytes of a body are moving: those are guarded by
    /// <see cref="S3KitOptions.StallTimeout"/>, so that a large object at a steady pace is never cut off. Must be greater than zero,
    /// or <see cref="System.Threading.Timeout.InfiniteTimeSpan"/> for no limit.
    /// </summary>
    public TimeSpan? Timeout { get; init; }

    /// <summary>
    /// The name of the one endpoint that is to serve the request, or of another pool whose endpoints are; <see langword="null"/> (the default) lets the
    /// store choose among the endpoints of its pool. A named endpoint is never failed over from.
    /// </summary>
    public string? Endpoint { get; init; }

    /// <summary>
    /// How the endpoint is chosen for this request: a name of <see cref="EndpointSelectionStrategies"/>, or of a strategy of the app's own; <see langword="null"/> (the default)
    /// takes <see cref="S3KitOptions.EndpointSelectionStrategy"/>. An unknown name is an <see cref="ArgumentException"/>.
    /// </summary>
    public string? EndpointSelectionStrategy { get; init; }
}
