namespace S3Kit.Protocol;

/// <summary>One state of an object: what an answer must be of to go on with what another began.</summary>
/// <param name="ETag">Its entity tag, without quotes; <see langword="null"/> when there is none that tells one state from another.</param>
/// <param name="VersionId">Its version, when the store said it or the caller asked for it.</param>
/// <param name="Size">The size of the whole object; -1 when it is not known.</param>
internal readonly record struct ObjectPin(string? ETag, string? VersionId, long Size)
{
    public static ObjectPin Of(S3Response response, string? askedVersion, long size)
    {
        string? tag = response.Header("ETag");

        // A weak tag names what is alike, not what is the same bytes, and matches no If-Match (RFC 9110, section 8.8.3.2).
        bool names = tag is { Length: > 0 } && !tag.AsSpan().TrimStart().StartsWith("W/", StringComparison.Ordinal);
        return new ObjectPin(names ? ETags.Unquote(tag) : null, response.Header(S3Headers.VersionId) ?? askedVersion, size);
    }
}
