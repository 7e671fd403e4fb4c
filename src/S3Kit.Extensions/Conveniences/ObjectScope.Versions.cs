using System.Runtime.CompilerServices;

namespace S3Kit;

/// <content>The versions of objects, and their tags.</content>
public sealed partial class ObjectScope
{
    /// <summary>Lists the versions of the scope's objects, delete markers included, fetching page after page as they are consumed (S3 <c>ListObjectVersions</c>).</summary>
    /// <param name="prefix">Lists only keys that begin with this, relative to the scope; <see langword="null"/> for all. It need not end with a slash.</param>
    /// <param name="options">Delimiter, limit and start (relative to the scope); <see langword="null"/> for the defaults.</param>
    /// <param name="cancellationToken">Ends the listing.</param>
    /// <returns>The versions in the order of their keys, which are relative to the scope; of each key the newest first.</returns>
    public IAsyncEnumerable<ObjectVersion> ListObjectVersionsAsync(string? prefix = null, ListObjectVersionsOptions? options = null, CancellationToken cancellationToken = default)
    {
        if (options?.MaxKeys is < 0)
        {
            throw new ArgumentOutOfRangeException(nameof(options), options.MaxKeys, $"{nameof(ListObjectVersionsOptions.MaxKeys)} is the most versions to return; it cannot be negative.");
        }

        // What is left out must not count as one of the MaxKeys, so they are counted here.
        IAsyncEnumerable<ObjectVersion> all = _store.ListObjectVersionsAsync(Bucket, _keys.ToFullPrefix(prefix), ToFull(options) is { } full ? full with { MaxKeys = null } : null, cancellationToken);
        return SelectAsync(all, options?.MaxKeys ?? long.MaxValue, cancellationToken);
    }

    /// <summary>Lists one page of versions of the scope (S3 <c>ListObjectVersions</c>). Since some may be left out, it can hold fewer than asked for without being the last.</summary>
    /// <param name="prefix">Lists only keys that begin with this, relative to the scope; <see langword="null"/> for all. It need not end with a slash.</param>
    /// <param name="options">Delimiter, page size, start (relative to the scope) and the token of the page before; <see langword="null"/> for the defaults.</param>
    /// <param name="cancellationToken">Ends the operation.</param>
    /// <returns>The page, with the token of the next; all keys and prefixes are relative to the scope.</returns>
    public async Task<ListObjectVersionsPage> ListObjectVersionsPageAsync(string? prefix = null, ListObjectVersionsOptions? options = null, CancellationToken cancellationToken = default)
    {
        ListObjectVersionsPage page = await _store.ListObjectVersionsPageAsync(Bucket, _keys.ToFullPrefix(prefix), ToFull(options), cancellationToken).ConfigureAwait(false);
        var versions = new List<ObjectVersion>(page.Versions.Count);
        foreach (ObjectVersion version in page.Versions)
        {
            if (_keys.TryToRelative(version.Key, out string? key))
            {
                versions.Add(version with { Key = key });
            }
        }

        return page with { Prefix = prefix ?? "", Versions = versions, CommonPrefixes = ToRelativePrefixes(page.CommonPrefixes) };
    }

    /// <inheritdoc cref="IObjectStore.GetObjectTaggingAsync"/>
    public async Task<ObjectTaggingResult> GetObjectTaggingAsync(string key, ObjectTaggingOptions? options = null, CancellationToken cancellationToken = default) =>
        await _store.GetObjectTaggingAsync(Bucket, _keys.ToFull(key), options, cancellationToken).ConfigureAwait(false) with { Key = key };

    /// <inheritdoc cref="IObjectStore.PutObjectTaggingAsync"/>
    public async Task<ObjectTaggingResult> PutObjectTaggingAsync(
        string key, IReadOnlyDictionary<string, string> tags, ObjectTaggingOptions? options = null, CancellationToken cancellationToken = default) =>
        await _store.PutObjectTaggingAsync(Bucket, _keys.ToFull(key), tags, options, cancellationToken).ConfigureAwait(false) with { Key = key };

    /// <inheritdoc cref="IObjectStore.DeleteObjectTaggingAsync"/>
    public async Task<ObjectTaggingResult> DeleteObjectTaggingAsync(string key, ObjectTaggingOptions? options = null, CancellationToken cancellationToken = default) =>
        await _store.DeleteObjectTaggingAsync(Bucket, _keys.ToFull(key), options, cancellationToken).ConfigureAwait(false) with { Key = key };

    private ListObjectVersionsOptions? ToFull(ListObjectVersionsOptions? options) =>
        string.IsNullOrEmpty(options?.KeyMarker) ? options : options with { KeyMarker = KeyPrefix + options.KeyMarker };

    private async IAsyncEnumerable<ObjectVersion> SelectAsync(IAsyncEnumerable<ObjectVersion> all, long most, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (most == 0)
        {
            yield break;
        }

        await foreach (ObjectVersion version in all.WithCancellation(cancellationToken).ConfigureAwait(false))
        {
            if (!_keys.TryToRelative(version.Key, out string? key))
            {
                continue;
            }

            yield return version with { Key = key };
            if (--most == 0)
            {
                yield break;
            }
        }
    }
}
