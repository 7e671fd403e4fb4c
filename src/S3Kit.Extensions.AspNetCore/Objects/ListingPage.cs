namespace S3Kit.AspNetCore;

/// <summary>The body of a listing.</summary>
internal sealed record ListingPage(string Bucket, string Prefix, IReadOnlyList<ListedObject> Objects, IReadOnlyList<string> CommonPrefixes, string? NextToken)
{
    public static ListingPage From(ListObjectsPage page) =>
        new(page.Bucket, page.Prefix, [.. page.Objects.Select(ListedObject.From)], page.CommonPrefixes, page.NextContinuationToken);
}
