using S3Kit.Routing;

namespace S3Kit;

/// <summary>An endpoint that may be chosen. It shows the endpoint as it is at the moment of asking.</summary>
public readonly struct EndpointCandidate : IEquatable<EndpointCandidate>
{
    private readonly StorageEndpoint _endpoint;

    internal EndpointCandidate(StorageEndpoint endpoint) => _endpoint = endpoint;

    /// <summary>The endpoint's name.</summary>
    public string Name => _endpoint.Name;

    /// <summary>Its base address.</summary>
    public Uri Url => _endpoint.Settings.Address.BaseUri;

    /// <summary>Its region.</summary>
    public string Region => _endpoint.Settings.Region;

    /// <summary>Its tier.</summary>
    public int Tier => _endpoint.Settings.Tier;

    /// <summary>Its <see cref="EndpointOptions.Weight"/>.</summary>
    public int Weight => _endpoint.Settings.Weight;

    /// <summary>Requests waiting for their answer's headers.</summary>
    public int ActiveRequests => _endpoint.Load.Active;

    /// <summary><see cref="ActiveRequests"/>, and downloads whose bytes are still being read.</summary>
    public int InFlightRequests => _endpoint.Load.InFlight;

    /// <summary>The most requests that may wait for their answer's headers now.</summary>
    public int ConcurrencyLimit => _endpoint.ConcurrencyLimit;

    /// <summary>The moving average of the time to an answer's headers; zero before the first.</summary>
    public TimeSpan AverageLatency => TimeSpan.FromMilliseconds(_endpoint.Load.Latency);

    /// <summary>Whether both are the same endpoint.</summary>
    /// <param name="left">One.</param>
    /// <param name="right">The other.</param>
    /// <returns>Whether they are.</returns>
    public static bool operator ==(EndpointCandidate left, EndpointCandidate right) => left.Equals(right);

    /// <summary>Whether they are different endpoints.</summary>
    /// <param name="left">One.</param>
    /// <param name="right">The other.</param>
    /// <returns>Whether they are.</returns>
    public static bool operator !=(EndpointCandidate left, EndpointCandidate right) => !left.Equals(right);

    /// <inheritdoc/>
    public bool Equals(EndpointCandidate other) => ReferenceEquals(_endpoint, other._endpoint);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is EndpointCandidate other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => _endpoint is null ? 0 : _endpoint.GetHashCode();

    /// <inheritdoc/>
    public override string ToString() => _endpoint is null ? "" : Name;
}
