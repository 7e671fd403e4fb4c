using System.Runtime.CompilerServices;

namespace S3Kit;

/// <content>Listings. What a store returns from outside the scope, or what cannot be asked for in it, is left out.</content>
public sealed partial class ObjectScope
{
    private const int MaxPageSize = 1000;

    /// <summary>Lists the objects of the scope, fetching page after page as they are consumed (S3 <c>ListObjectsV2</c>).</summary>
    /// <param name="prefix">Lists only keys that begin with this, relative to the scope; <see langword="null"/> for all. It need not end with a slash.</param>
    /// <param name="options">Delimiter, limit and start (relative to the scope); <see langword="null"/> for the defaults.</param>
    /// <param name="cancellationToken">Ends the listing.</param>
    /// <returns>The objects in the UTF-8 byte order of their keys, which are relative to the scope.</returns>
    public IAsyncEnumerable<ObjectInfo> ListObjectsAsync(string? prefix = null, ListObjectsOptions? options = null, CancellationToken cancellationToken = default)
    {
        _keys.ToFullPrefix(prefix);
        if (options?.MaxKeys is < 0)
        {
            throw new ArgumentOutOfRangeException(nameof(options), options.MaxKeys, $"{nameof(ListObjectsOptions.MaxKeys)} is the most objects to return; it cannot be negative.");
        }

        return EnumerateAsync(prefix, options ?? new ListObjectsOptions(), cancellationToken);
    }

    /// <summary>Lists one page of the scope (S3 <c>ListObjectsV2</c>). Since some objects may be left out, it can hold fewer than asked for without being the last.</summary>
    /// <param name="prefix">Lists only keys that begin with this, relative to the scope; <see langword="null"/> for all. It need not end with a slash.</param>
    /// <param name="options">Delimiter, page size, start (relative to the scope) and the token of the page before; <see langword="null"/> for the defaults.</param>
    /// <param name="cancellationToken">Ends the operation.</param>
    /// <returns>The page, with the token of the next; all keys and prefixes are relative to the scope.</returns>
    public async Task<ListObjectsPage> ListObjectsPageAsync(string? prefix = null, ListObjectsOptions? options = null, CancellationToken cancellationToken = default)
    {
        ListObjectsOptions? full = string.IsNullOrEmpty(options?.StartAfter) ? options : options with { StartAfter = KeyPrefix + options.StartAfter };
        ListObjectsPage page = await _store.ListObjectsPageAsync(Bucket, _keys.ToFullPrefix(prefix), full, cancellationToken).ConfigureAwait(false);
        var objects = new List<ObjectInfo>(page.Objects.Count);
        foreach (ObjectInfo info in page.Objects)
        {
            if (_keys.TryToRelative(info.Key, out string? key))
            {
                objects.Add(info with { Key = key });
            }
        }

        return page with { Prefix = prefix ?? "", Objects = objects, CommonPrefixes = ToRelativePrefixes(page.CommonPrefixes) };
    }

    private List<string> ToRelativePrefixes(IReadOnlyList<string> listed)
    {
        var prefixes = new List<string>(listed.Count);
        foreach (string each in listed)
        {
            if (_keys.TryToRelativePrefix(each, out string? relative))
            {
                prefixes.Add(relative);
            }
        }

        return prefixes;
    }

    private async IAsyncEnumerable<ObjectInfo> EnumerateAsync(string? prefix, ListObjectsOptions options, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        // Page by page and not by the store's own enumeration: what is left out must not count as one of the MaxKeys.
        long left = options.MaxKeys ?? long.MaxValue;
        string? token = options.ContinuationToken;
        while (left > 0)
        {
            ListObjectsOptions next = options with { ContinuationToken = token, MaxKeys = (int)Math.Min(left, MaxPageSize) };
            ListObjectsPage page = await ListObjectsPageAsync(prefix, next, cancellationToken).ConfigureAwait(false);
            foreach (ObjectInfo info in page.Objects)
            {
                yield return info;
                if (--left == 0)
                {
                    yield break;
                }
            }

            token = page.NextContinuationToken;
            if (token is null)
            {
                yield break;
            }
        }
    }
}
