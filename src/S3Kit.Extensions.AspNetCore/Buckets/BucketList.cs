namespace S3Kit.AspNetCore;

/// <summary>The body of the list of buckets.</summary>
internal sealed record BucketList(IReadOnlyList<BucketInfo> Buckets)
{
    public static BucketList From(IReadOnlyList<BucketInfo> buckets) => new(buckets);
}
