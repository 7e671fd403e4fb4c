namespace S3Kit;

/// <summary>The endpoints in use: those configured, and those added while the app runs. Safe for concurrent use; a singleton.</summary>
public interface IEndpointRegistry
{
    /// <summary>All endpoints, in the order of their names.</summary>
    IReadOnlyList<EndpointSnapshot> Endpoints { get; }

    /// <summary>How many requests wait and run now, by priority.</summary>
    QueueSnapshot Queue { get; }

    /// <summary>Adds an endpoint, which is used from the next request on. The first one replaces the embedded store.</summary>
    /// <param name="name">Its name, without regard to case.</param>
    /// <param name="options">Its settings; at least a <see cref="EndpointOptions.Url"/>.</param>
    /// <returns>The endpoint.</returns>
    /// <exception cref="ArgumentException">There is an endpoint of that name already.</exception>
    /// <exception cref="Microsoft.Extensions.Options.OptionsValidationException">The settings are wrong; the exception lists every fault.</exception>
    EndpointSnapshot AddEndpoint(string name, EndpointOptions options);

    /// <summary>Removes an endpoint. Requests under way there are finished; waiting ones go elsewhere.</summary>
    /// <param name="name">Its name, without regard to case.</param>
    /// <returns>Whether there was one of that name.</returns>
    bool RemoveEndpoint(string name);

    /// <summary>Gets an endpoint by its name, or the one that a strategy chooses now.</summary>
    /// <param name="name">Its name; <see langword="null"/> lets the strategy choose in the default pool.</param>
    /// <param name="strategy">One of <see cref="EndpointSelectionStrategies"/> or the app's own; <see langword="null"/> for the configured one. Not used with a name.</param>
    /// <returns>The endpoint as it is now; its name can be given as <see cref="RequestOptions.Endpoint"/>.</returns>
    /// <exception cref="S3NoEndpointException">There is none of that name, or none in the pool.</exception>
    /// <exception cref="ArgumentException">There is no strategy of that name.</exception>
    EndpointSnapshot GetEndpoint(string? name = null, string? strategy = null);

    /// <summary>The store that works on one endpoint or one pool, as the keyed service of that name does.</summary>
    /// <param name="name">The name of an endpoint or a pool.</param>
    /// <returns>The store.</returns>
    /// <exception cref="S3NoEndpointException">There is neither an endpoint nor a pool of that name.</exception>
    IObjectStore GetStore(string name);

    /// <summary>Asks any S3 service whether it is there and takes these credentials, without adding it.</summary>
    /// <param name="url">Its base address, http or https.</param>
    /// <param name="accessKey">The access key.</param>
    /// <param name="secretKey">The secret key.</param>
    /// <param name="cancellationToken">Ends the test.</param>
    /// <returns>Whether it is available, how long the answer took and, if not available, why.</returns>
    /// <exception cref="ArgumentException">The address or a key is not usable.</exception>
    Task<EndpointTestResult> TestEndpointAsync(string url, string accessKey, string secretKey, CancellationToken cancellationToken = default);
}
