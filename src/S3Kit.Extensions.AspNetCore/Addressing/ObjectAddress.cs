using Microsoft.AspNetCore.Http;

namespace S3Kit.AspNetCore;

/// <summary>What a request is about.</summary>
/// <param name="Bucket">The bucket, decoded.</param>
/// <param name="Key">The key, decoded exactly once; empty when the target ends with the bucket.</param>
/// <param name="Path">The path by which the client reaches it, still encoded.</param>
internal readonly record struct ObjectAddress(string Bucket, string Key, string Path)
{
    /// <summary>This address, if it names an object: DELETE on a bare bucket must not become anything else.</summary>
    public ObjectAddress WithKey() => Key.Length > 0
        ? this
        : throw new RefusedRequestException(StatusCodes.Status400BadRequest, "The path names a bucket but no key.");
}
