namespace S3Kit;

/// <summary>Views of a part of a store.</summary>
public static class ObjectStoreScopeExtensions
{
    /// <summary>A view of one bucket. Nothing is sent: whether the bucket exists shows with the first operation.</summary>
    /// <param name="store">The store.</param>
    /// <param name="bucket">The bucket.</param>
    /// <returns>The view; <see cref="ObjectScope.Prefix"/> narrows it.</returns>
    /// <exception cref="ArgumentException">This cannot be the name of a bucket.</exception>
    public static ObjectScope Bucket(this IObjectStore store, string bucket) => new(store, bucket);
}
