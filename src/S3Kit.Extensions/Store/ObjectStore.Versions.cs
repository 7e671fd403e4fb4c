using System.Runtime.CompilerServices;
using S3Kit.Protocol;
using S3Kit.Protocol.Operations;

namespace S3Kit.Store;

/// <content>The versions in a bucket.</content>
internal sealed partial class ObjectStore
{
    public IAsyncEnumerable<ObjectVersion> ListObjectVersionsAsync(
        string bucket, string? prefix = null, ListObjectVersionsOptions? options = null, CancellationToken cancellationToken = default)
    {
        CheckVersionListing(bucket, prefix, options);
        if (options?.MaxKeys is < 0)
        {
            throw new ArgumentOutOfRangeException(nameof(options), options.MaxKeys, $"{nameof(ListObjectVersionsOptions.MaxKeys)} is the most versions to return; it cannot be negative.");
        }

        return EnumerateVersionsAsync(bucket, prefix, options ?? new ListObjectVersionsOptions(), cancellationToken);
    }

    public Task<ListObjectVersionsPage> ListObjectVersionsPageAsync(
        string bucket, string? prefix = null, ListObjectVersionsOptions? options = null, CancellationToken cancellationToken = default)
    {
        VersionListPosition? position = CheckVersionListing(bucket, prefix, options);
        if (options?.MaxKeys is < 1 or > MaxPageSize)
        {
            throw new ArgumentOutOfRangeException(nameof(options), options.MaxKeys, $"{nameof(ListObjectVersionsOptions.MaxKeys)} of a page is 1 to 1,000.");
        }

        var operation = new ListObjectVersionsOperation(bucket, prefix, options, options?.MaxKeys ?? MaxPageSize, position);
        return RunAsync(operation, options, cancellationToken);
    }

    private static VersionListPosition? CheckVersionListing(string bucket, string? prefix, ListObjectVersionsOptions? options)
    {
        S3Names.CheckBucket(bucket);
        S3Names.CheckPrefix(prefix);
        S3Names.CheckText(options?.Delimiter, nameof(ListObjectVersionsOptions.Delimiter));
        S3Names.CheckText(options?.KeyMarker, nameof(ListObjectVersionsOptions.KeyMarker));
        S3Names.CheckVersionId(options?.VersionIdMarker, nameof(ListObjectVersionsOptions.VersionIdMarker));
        if (options?.VersionIdMarker is not null && string.IsNullOrEmpty(options.KeyMarker))
        {
            throw new ArgumentException(
                $"{nameof(ListObjectVersionsOptions.VersionIdMarker)} is a version of {nameof(ListObjectVersionsOptions.KeyMarker)}, which is not given.", nameof(options));
        }

        return options?.ContinuationToken is { } token ? VersionListPosition.Parse(token, nameof(options)) : null;
    }

    private async IAsyncEnumerable<ObjectVersion> EnumerateVersionsAsync(
        string bucket, string? prefix, ListObjectVersionsOptions options, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        long left = options.MaxKeys ?? long.MaxValue;
        string? token = options.ContinuationToken;
        var circle = new CircleGuard();
        while (left > 0)
        {
            ListObjectVersionsOptions page = options with { ContinuationToken = token, MaxKeys = (int)Math.Min(left, MaxPageSize) };
            ListObjectVersionsPage result = await ListObjectVersionsPageAsync(bucket, prefix, page, cancellationToken).ConfigureAwait(false);
            token = result.NextContinuationToken;
            if (token is not null && circle.IsClosedBy(token))
            {
                var context = new S3ErrorContext("ListObjectVersions", result.Endpoint, bucket, null);
                throw S3Errors.NotS3(context, 200, "the answers go round in a circle, so the listing would never end.", requestId: null);
            }

            foreach (ObjectVersion version in result.Versions)
            {
                yield return version;
                if (--left == 0)
                {
                    yield break;
                }
            }

            if (token is null)
            {
                yield break;
            }
        }
    }
}
