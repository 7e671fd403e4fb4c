namespace S3Kit.IntegrationTests;

/// <summary>Buckets that tests make and clear away.</summary>
internal static class Buckets
{
    public static string NewName() => $"s3kit-test-{Guid.NewGuid():n}";

    public static async Task EmptyAsync(IObjectStore store, string bucket, CancellationToken cancellationToken)
    {
        // All keys first: a listing under way is not asked to survive its own deletions.
        var keys = new List<string>();
        await foreach (var info in store.ListObjectsAsync(bucket, cancellationToken: cancellationToken))
        {
            keys.Add(info.Key);
        }

        await Parallel.ForEachAsync(
            keys,
            new ParallelOptions { MaxDegreeOfParallelism = 16, CancellationToken = cancellationToken },
            async (key, token) => await store.DeleteObjectAsync(bucket, key, cancellationToken: token));

        if (ServerDialect.ListsNoVersions)
        {
            return;
        }

        // What versioning keeps, delete markers included.
        foreach (var version in await store.ListObjectVersionsAsync(bucket, cancellationToken: cancellationToken).ToListAsync(cancellationToken))
        {
            await store.DeleteObjectAsync(bucket, version.Key, new DeleteObjectOptions { VersionId = version.VersionId }, cancellationToken);
        }
    }
}
