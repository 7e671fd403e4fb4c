namespace S3Kit;

/// <summary>What a test of an endpoint found.</summary>
public sealed record EndpointTestResult
{
    /// <summary>The endpoint's name, or its URL when one was tested that has no name.</summary>
    public required string Endpoint { get; init; }

    /// <summary>Whether the endpoint answers S3 requests and takes the credentials.</summary>
    public required bool IsAvailable { get; init; }

    /// <summary>How long the answer took.</summary>
    public TimeSpan Latency { get; init; }

    /// <summary>Why the endpoint is not available; <see langword="null"/> when it is.</summary>
    public S3KitException? Error { get; init; }
}
