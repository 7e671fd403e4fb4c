using System.Runtime.CompilerServices;
using S3Kit.Conveniences;

namespace S3Kit;

/// <content>Uploads of several requests.</content>
public sealed partial class ObjectScope
{
    /// <inheritdoc cref="IObjectStore.OpenWriteAsync"/>
    public async Task<ObjectWriteStream> OpenWriteAsync(string key, OpenWriteOptions? options = null, CancellationToken cancellationToken = default) =>
        new ScopedWriteStream(await _store.OpenWriteAsync(Bucket, _keys.ToFull(key), options, cancellationToken).ConfigureAwait(false), key);

    /// <summary>Lists the uploads in parts to keys of the scope that were begun and neither completed nor aborted (S3 <c>ListMultipartUploads</c>).</summary>
    /// <param name="prefix">Lists only uploads of keys that begin with this, relative to the scope; <see langword="null"/> for all. It need not end with a slash.</param>
    /// <param name="options">Priority, timeout and endpoint of each page; <see langword="null"/> for the defaults.</param>
    /// <param name="cancellationToken">Ends the listing.</param>
    /// <returns>The uploads by key, which is relative to the scope.</returns>
    public IAsyncEnumerable<MultipartUpload> ListMultipartUploadsAsync(string? prefix = null, RequestOptions? options = null, CancellationToken cancellationToken = default) =>
        SelectAsync(_store.ListMultipartUploadsAsync(Bucket, _keys.ToFullPrefix(prefix), options, cancellationToken), cancellationToken);

    private async IAsyncEnumerable<MultipartUpload> SelectAsync(IAsyncEnumerable<MultipartUpload> all, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (MultipartUpload upload in all.WithCancellation(cancellationToken).ConfigureAwait(false))
        {
            if (_keys.TryToRelative(upload.Key, out string? key))
            {
                yield return upload with { Key = key };
            }
        }
    }
}
