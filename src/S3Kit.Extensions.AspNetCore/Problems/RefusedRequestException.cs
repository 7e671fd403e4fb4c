namespace S3Kit.AspNetCore;

/// <summary>A request that is answered with a problem without the store being asked. Thrown and caught within this assembly.</summary>
internal sealed class RefusedRequestException(int status, string detail) : Exception(detail)
{
    /// <summary>The HTTP status of the answer.</summary>
    public int Status { get; } = status;
}
