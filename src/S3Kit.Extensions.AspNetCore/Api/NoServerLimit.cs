using Microsoft.AspNetCore.Http.Metadata;

namespace S3Kit.AspNetCore;

/// <summary>
/// Lifts the server's limit on request bodies from a route; <see cref="ObjectStoreEndpointOptions.MaxUploadBytes"/> takes its place on any server.
/// </summary>
internal sealed class NoServerLimit : IRequestSizeLimitMetadata
{
    public static readonly NoServerLimit Instance = new();

    private NoServerLimit()
    {
    }

    public long? MaxRequestBodySize => null;
}
