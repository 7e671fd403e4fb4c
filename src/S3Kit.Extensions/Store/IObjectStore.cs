namespace S3Kit;

/// <summary>
/// Objects in buckets on any S3-compatible service. The one that is injected without a key works on the default pool; a keyed one
/// (<c>[FromKeyedServices("archive")]</c>) exists for every pool and every endpoint. Safe for concurrent use; a singleton.
/// </summary>
/// <remarks>
/// Every method fails with a subtype of <see cref="S3KitException"/> when the operation fails, with <see cref="ArgumentException"/> before
/// anything is sent when an argument is wrong, and with <see cref="OperationCanceledException"/> only when the caller's own token was cancelled.
/// Bucket names and keys are sent exactly as given.
/// </remarks>
public interface IObjectStore
{
    /// <summary>Stores an object, replacing one of the same key (S3 <c>PutObject</c>). The stream is read from its current position and left open.</summary>
    /// <param name="bucket">The bucket.</param>
    /// <param name="key">The key, 1 to 1,024 bytes of UTF-8.</param>
    /// <param name="content">The bytes.</param>
    /// <param name="options">How to store them; <see langword="null"/> for the defaults.</param>
    /// <param name="cancellationToken">Ends the operation.</param>
    /// <returns>What the store said of the object.</returns>
    Task<PutObjectResult> PutObjectAsync(string bucket, string key, Stream content, PutObjectOptions? options = null, CancellationToken cancellationToken = default);

    /// <summary>
    /// Opens an object for writing whose length is not known beforehand (S3 <c>PutObject</c>, or a multipart upload when it gets larger than a part). Nothing is sent
    /// before the first part is full or the stream is completed. Disposed of normally, the stream completes the object; disposed of after a fault or
    /// cancelled, it aborts and nothing is stored: see <see cref="ObjectWriteStream"/>.
    /// </summary>
    /// <param name="bucket">The bucket.</param>
    /// <param name="key">The key, 1 to 1,024 bytes of UTF-8.</param>
    /// <param name="options">How to store it; <see langword="null"/> for the defaults. <see cref="RequestOptions.Timeout"/> is that of each request.</param>
    /// <param name="cancellationToken">Aborts the object, until it is complete.</param>
    /// <returns>The stream to write to.</returns>
    Task<ObjectWriteStream> OpenWriteAsync(string bucket, string key, OpenWriteOptions? options = null, CancellationToken cancellationToken = default);

    /// <summary>
    /// Lists the multipart uploads that were begun and neither completed nor aborted, fetching page after page as they are consumed
    /// (S3 <c>ListMultipartUploads</c>).
    /// </summary>
    /// <param name="bucket">The bucket.</param>
    /// <param name="prefix">Lists only uploads of keys that begin with this; <see langword="null"/> for all.</param>
    /// <param name="options">Priority, timeout and endpoint of each page; <see langword="null"/> for the defaults.</param>
    /// <param name="cancellationToken">Ends the listing.</param>
    /// <returns>The uploads, by key.</returns>
    IAsyncEnumerable<MultipartUpload> ListMultipartUploadsAsync(string bucket, string? prefix = null, RequestOptions? options = null, CancellationToken cancellationToken = default);

    /// <summary>
    /// Aborts the multipart uploads that were begun before a certain age (S3 <c>ListMultipartUploads</c>, <c>AbortMultipartUpload</c>), which frees the room of their
    /// parts. An upload of an age that the store does not tell is left alone.
    /// </summary>
    /// <param name="bucket">The bucket.</param>
    /// <param name="olderThan">How long ago they were begun at least, zero or more. Choose it longer than any upload takes, resumable ones included.</param>
    /// <param name="options">Which uploads; <see langword="null"/> for all of the bucket.</param>
    /// <param name="cancellationToken">Ends the operation; what was aborted by then stays so.</param>
    /// <returns>Those that were aborted, and those that could not be.</returns>
    /// <exception cref="S3KitException">The uploads could not be listed; none was aborted.</exception>
    Task<AbortStaleUploadsResult> AbortStaleUploadsAsync(string bucket, TimeSpan olderThan, AbortStaleUploadsOptions? options = null, CancellationToken cancellationToken = default);

    /// <summary>Opens an object for reading (S3 <c>GetObject</c>); the call ends when the first bytes can be read. Dispose the result.</summary>
    /// <param name="bucket">The bucket.</param>
    /// <param name="key">The key.</param>
    /// <param name="options">Which version, range and conditions; <see langword="null"/> for the whole current object.</param>
    /// <param name="cancellationToken">Ends the operation; reading has tokens of its own.</param>
    /// <returns>The object's description and its bytes as a stream.</returns>
    /// <exception cref="S3NotFoundException">There is no such object or bucket.</exception>
    Task<GetObjectResult> GetObjectAsync(string bucket, string key, GetObjectOptions? options = null, CancellationToken cancellationToken = default);

    /// <summary>Describes an object without reading it (S3 <c>HeadObject</c>).</summary>
    /// <param name="bucket">The bucket.</param>
    /// <param name="key">The key.</param>
    /// <param name="options">Which version and conditions; <see langword="null"/> for the current object.</param>
    /// <param name="cancellationToken">Ends the operation.</param>
    /// <returns>The description, or <see langword="null"/> when there is no such object (S3 does not tell a missing bucket apart here).</returns>
    Task<ObjectInfo?> HeadObjectAsync(string bucket, string key, HeadObjectOptions? options = null, CancellationToken cancellationToken = default);

    /// <summary>Lists the objects of a bucket, fetching page after page as they are consumed (S3 <c>ListObjectsV2</c>).</summary>
    /// <param name="bucket">The bucket.</param>
    /// <param name="prefix">Lists only keys that begin with this; <see langword="null"/> for all.</param>
    /// <param name="options">Delimiter, limit and start; <see langword="null"/> for the defaults.</param>
    /// <param name="cancellationToken">Ends the listing.</param>
    /// <returns>The objects in the UTF-8 byte order of their keys.</returns>
    IAsyncEnumerable<ObjectInfo> ListObjectsAsync(string bucket, string? prefix = null, ListObjectsOptions? options = null, CancellationToken cancellationToken = default);

    /// <summary>Lists one page of a bucket (S3 <c>ListObjectsV2</c>).</summary>
    /// <param name="bucket">The bucket.</param>
    /// <param name="prefix">Lists only keys that begin with this; <see langword="null"/> for all.</param>
    /// <param name="options">Delimiter, page size and the token of the page before; <see langword="null"/> for the defaults.</param>
    /// <param name="cancellationToken">Ends the operation.</param>
    /// <returns>The page, with the token of the next.</returns>
    Task<ListObjectsPage> ListObjectsPageAsync(string bucket, string? prefix = null, ListObjectsOptions? options = null, CancellationToken cancellationToken = default);

    /// <summary>Deletes an object (S3 <c>DeleteObject</c>). Deleting what is not there succeeds.</summary>
    /// <param name="bucket">The bucket.</param>
    /// <param name="key">The key.</param>
    /// <param name="options">Which version; <see langword="null"/> for the object itself.</param>
    /// <param name="cancellationToken">Ends the operation.</param>
    /// <returns>What the store said of the deletion.</returns>
    Task<DeleteObjectResult> DeleteObjectAsync(string bucket, string key, DeleteObjectOptions? options = null, CancellationToken cancellationToken = default);

    /// <summary>
    /// Uploads a file (S3 <c>PutObject</c>, or a multipart upload when it is large). The file must not change meanwhile. With
    /// <see cref="UploadFileOptions.Checkpoints"/> an upload that broke off is gone on with.
    /// </summary>
    /// <param name="filePath">The file.</param>
    /// <param name="bucket">The bucket.</param>
    /// <param name="key">The key.</param>
    /// <param name="options">How to store it; <see langword="null"/> for the defaults.</param>
    /// <param name="cancellationToken">Ends the operation.</param>
    /// <returns>What the store said of the object.</returns>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="IOException">The file cannot be read, or the same resumable upload is under way already.</exception>
    Task<PutObjectResult> UploadFileAsync(string filePath, string bucket, string key, UploadFileOptions? options = null, CancellationToken cancellationToken = default);

    /// <summary>
    /// Downloads an object to a file (S3 <c>GetObject</c>). Missing folders are made. The bytes go to a temporary file beside the target, which takes
    /// the target's place in one step when all have arrived; on failure nothing is left behind and an existing file stays as it was.
    /// </summary>
    /// <param name="bucket">The bucket.</param>
    /// <param name="key">The key.</param>
    /// <param name="filePath">The file to write.</param>
    /// <param name="options">Which version and range, and whether to overwrite; <see langword="null"/> for the defaults.</param>
    /// <param name="cancellationToken">Ends the operation.</param>
    /// <returns>What was downloaded.</returns>
    /// <exception cref="S3NotFoundException">There is no such object or bucket.</exception>
    Task<DownloadFileResult> DownloadFileAsync(string bucket, string key, string filePath, DownloadFileOptions? options = null, CancellationToken cancellationToken = default);

    /// <summary>Creates a bucket (S3 <c>CreateBucket</c>). One that the caller already owns is no error.</summary>
    /// <param name="bucket">Its name, 3 to 63 characters of a-z, 0-9, dot and hyphen.</param>
    /// <param name="options">Where to create it; <see langword="null"/> for the endpoint's own region.</param>
    /// <param name="cancellationToken">Ends the operation.</param>
    /// <returns>A task that ends when the bucket exists.</returns>
    /// <exception cref="S3ConflictException">The name is taken by somebody else.</exception>
    Task CreateBucketAsync(string bucket, CreateBucketOptions? options = null, CancellationToken cancellationToken = default);

    /// <summary>Deletes an empty bucket (S3 <c>DeleteBucket</c>).</summary>
    /// <param name="bucket">The bucket.</param>
    /// <param name="options">Priority, timeout and endpoint; <see langword="null"/> for the defaults.</param>
    /// <param name="cancellationToken">Ends the operation.</param>
    /// <returns>A task that ends when the bucket is gone.</returns>
    /// <exception cref="S3NotFoundException">There is no such bucket.</exception>
    /// <exception cref="S3ConflictException">The bucket is not empty.</exception>
    Task DeleteBucketAsync(string bucket, RequestOptions? options = null, CancellationToken cancellationToken = default);

    /// <summary>Tells whether a bucket exists (S3 <c>HeadBucket</c>). Only a definite answer counts: a server that fails or refuses access is an exception.</summary>
    /// <param name="bucket">The bucket.</param>
    /// <param name="options">Priority, timeout and endpoint; <see langword="null"/> for the defaults.</param>
    /// <param name="cancellationToken">Ends the operation.</param>
    /// <returns>Whether it exists.</returns>
    Task<bool> BucketExistsAsync(string bucket, RequestOptions? options = null, CancellationToken cancellationToken = default);

    /// <summary>Lists the buckets of the account (S3 <c>ListBuckets</c>).</summary>
    /// <param name="options">Priority, timeout and endpoint; <see langword="null"/> for the defaults.</param>
    /// <param name="cancellationToken">Ends the operation.</param>
    /// <returns>The buckets, in the order in which the store tells them; never <see langword="null"/>.</returns>
    Task<IReadOnlyList<BucketInfo>> ListBucketsAsync(RequestOptions? options = null, CancellationToken cancellationToken = default);

    /// <summary>
    /// Asks an endpoint whether it is there and takes its credentials: one signed request, beside the queue, without retries and whatever the
    /// circuit breaker says. Being refused the list of buckets counts as available; refused credentials do not.
    /// </summary>
    /// <param name="endpoint">The endpoint's name; <see langword="null"/> for the one that this store would choose now.</param>
    /// <param name="cancellationToken">Ends the test.</param>
    /// <returns>Whether it is available, how long the answer took and, if not available, why.</returns>
    /// <exception cref="S3NoEndpointException">There is no endpoint of that name.</exception>
    Task<EndpointTestResult> TestEndpointAsync(string? endpoint = null, CancellationToken cancellationToken = default);
}
