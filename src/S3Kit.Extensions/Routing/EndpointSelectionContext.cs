using System.Runtime.InteropServices;

namespace S3Kit;

/// <summary>The request that an endpoint is chosen for.</summary>
[StructLayout(LayoutKind.Auto)]
public readonly record struct EndpointSelectionContext
{
    /// <summary>The pool that it goes to.</summary>
    public required string Pool { get; init; }

    /// <summary>
    /// The operation in S3's API reference, such as <c>GetObject</c>; <see langword="null"/> when no request is sent, as for <see cref="IEndpointRegistry.GetEndpoint"/> or a presigned URL.
    /// </summary>
    public string? Operation { get; init; }

    /// <summary>The bucket; <see langword="null"/> when there is none.</summary>
    public string? Bucket { get; init; }

    /// <summary>The object's key; <see langword="null"/> when there is none.</summary>
    public string? Key { get; init; }

    /// <summary>Its priority.</summary>
    public RequestPriority Priority { get; init; }

    /// <summary>How often it has been sent before.</summary>
    public int Attempts { get; init; }
}
