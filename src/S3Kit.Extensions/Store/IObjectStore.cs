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
    /// <param name="olderThan">
    /// How long ago they were begun at least; zero for all, whatever the store's clock says. Choose it longer than any upload takes, resumable ones included.
    /// </param>
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

    /// <summary>Reads the tags of an object (S3 <c>GetObjectTagging</c>).</summary>
    /// <param name="bucket">The bucket.</param>
    /// <param name="key">The key.</param>
    /// <param name="options">Which version; <see langword="null"/> for the current object.</param>
    /// <param name="cancellationToken">Ends the operation.</param>
    /// <returns>The tags, none if it has none.</returns>
    /// <exception cref="S3NotFoundException">There is no such object or bucket.</exception>
    Task<ObjectTaggingResult> GetObjectTaggingAsync(string bucket, string key, ObjectTaggingOptions? options = null, CancellationToken cancellationToken = default);

    /// <summary>Gives an object these tags in the place of all that it has (S3 <c>PutObjectTagging</c>).</summary>
    /// <param name="bucket">The bucket.</param>
    /// <param name="key">The key.</param>
    /// <param name="tags">
    /// Up to 10 tags: names of 1 to 128 and values of up to 256 characters, of letters, digits, spaces and <c>+ - = . _ : / @</c>; names are told apart by case.
    /// </param>
    /// <param name="options">Which version; <see langword="null"/> for the current object.</param>
    /// <param name="cancellationToken">Ends the operation.</param>
    /// <returns>The tags that the object has now.</returns>
    /// <exception cref="S3NotFoundException">There is no such object or bucket.</exception>
    Task<ObjectTaggingResult> PutObjectTaggingAsync(
        string bucket, string key, IReadOnlyDictionary<string, string> tags, ObjectTaggingOptions? options = null, CancellationToken cancellationToken = default);

    /// <summary>Takes all tags from an object (S3 <c>DeleteObjectTagging</c>).</summary>
    /// <param name="bucket">The bucket.</param>
    /// <param name="key">The key.</param>
    /// <param name="options">Which version; <see langword="null"/> for the current object.</param>
    /// <param name="cancellationToken">Ends the operation.</param>
    /// <returns>The object without tags.</returns>
    /// <exception cref="S3NotFoundException">There is no such object or bucket.</exception>
    Task<ObjectTaggingResult> DeleteObjectTaggingAsync(string bucket, string key, ObjectTaggingOptions? options = null, CancellationToken cancellationToken = default);

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

    /// <summary>Lists the versions and delete markers in a bucket, fetching page after page as they are consumed (S3 <c>ListObjectVersions</c>).</summary>
    /// <param name="bucket">The bucket; an unversioned one lists its objects, each with the version <c>null</c>.</param>
    /// <param name="prefix">Lists only keys that begin with this; <see langword="null"/> for all. For one key, compare <see cref="ObjectVersion.Key"/> too.</param>
    /// <param name="options">Delimiter, limit and start; <see langword="null"/> for the defaults.</param>
    /// <param name="cancellationToken">Ends the listing.</param>
    /// <returns>The versions and delete markers in the order of the store, which in S3 is by key and newest first within a key.</returns>
    IAsyncEnumerable<ObjectVersion> ListObjectVersionsAsync(
        string bucket, string? prefix = null, ListObjectVersionsOptions? options = null, CancellationToken cancellationToken = default);

    /// <summary>Lists one page of the versions and delete markers in a bucket (S3 <c>ListObjectVersions</c>).</summary>
    /// <param name="bucket">The bucket.</param>
    /// <param name="prefix">Lists only keys that begin with this; <see langword="null"/> for all.</param>
    /// <param name="options">Delimiter, page size and the token of the page before; <see langword="null"/> for the defaults.</param>
    /// <param name="cancellationToken">Ends the operation.</param>
    /// <returns>The page, with the token of the next.</returns>
    Task<ListObjectVersionsPage> ListObjectVersionsPageAsync(
        string bucket, string? prefix = null, ListObjectVersionsOptions? options = null, CancellationToken cancellationToken = default);

    /// <summary>Deletes an object (S3 <c>DeleteObject</c>). Deleting what is not there succeeds.</summary>
    /// <param name="bucket">The bucket.</param>
    /// <param name="key">The key.</param>
    /// <param name="options">Which version; <see langword="null"/> for the object itself.</param>
    /// <param name="cancellationToken">Ends the operation.</param>
    /// <returns>What the store said of the deletion.</returns>
    Task<DeleteObjectResult> DeleteObjectAsync(string bucket, string key, DeleteObjectOptions? options = null, CancellationToken cancellationToken = default);

    /// <summary>
    /// Copies an object within the store, without its bytes passing through here (S3 <c>CopyObject</c>, and <c>UploadPartCopy</c> above
    /// <see cref="TransferOptions.MultipartCopyThreshold"/>), or from another store (<see cref="CopyObjectOptions.SourceEndpoint"/>). It begins with a look at the
    /// source (S3 <c>HeadObject</c>). <see cref="RequestOptions.Timeout"/> holds for each request that it takes; the time in which the store copies is added to it.
    /// </summary>
    /// <param name="sourceBucket">The bucket of the source.</param>
    /// <param name="sourceKey">The key of the source.</param>
    /// <param name="destinationBucket">The bucket of the copy.</param>
    /// <param name="destinationKey">The key of the copy.</param>
    /// <param name="options">Which version, what is kept and what replaced, and the conditions; <see langword="null"/> for a copy that is alike.</param>
    /// <param name="cancellationToken">Ends the operation.</param>
    /// <returns>What the store said of the copy.</returns>
    /// <exception cref="S3NotFoundException">There is no such source or bucket.</exception>
    /// <exception cref="S3PreconditionFailedException">A condition does not hold, or a source that is copied in parts has changed meanwhile.</exception>
    Task<CopyObjectResult> CopyObjectAsync(
        string sourceBucket, string sourceKey, string destinationBucket, string destinationKey, CopyObjectOptions? options = null, CancellationToken cancellationToken = default);

    /// <summary>
    /// Deletes many objects (S3 <c>DeleteObjects</c>, 1,000 in each request; <c>DeleteObject</c> on stores that do not know it, and for keys that XML does not carry).
    /// Deleting what is not there succeeds. An object given twice is deleted once.
    /// </summary>
    /// <param name="bucket">The bucket.</param>
    /// <param name="objects">The objects, any number of them.</param>
    /// <param name="options">Priority, timeout and endpoint of each request; <see langword="null"/> for the defaults.</param>
    /// <param name="cancellationToken">Ends the operation; what was deleted by then stays deleted.</param>
    /// <returns>What became of each object. An error of one is told here and not thrown; what keeps all requests from being answered is thrown.</returns>
    Task<DeleteObjectsResult> DeleteObjectsAsync(
        string bucket, IEnumerable<ObjectIdentifier> objects, DeleteObjectsOptions? options = null, CancellationToken cancellationToken = default);

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
    /// Downloads an object to a file (S3 <c>GetObject</c>), a large one in several parts at a time. Missing folders are made. The bytes go to a temporary file beside
    /// the target, which takes the target's place in one step when all have arrived; on failure an existing file stays as it was, and nothing is left behind
    /// unless <see cref="DownloadFileOptions.Resume"/> says so.
    /// </summary>
    /// <param name="bucket">The bucket.</param>
    /// <param name="key">The key.</param>
    /// <param name="filePath">The file to write.</param>
    /// <param name="options">Which version and range, whether to overwrite, whom to tell; <see langword="null"/> for the defaults.</param>
    /// <param name="cancellationToken">Ends the operation.</param>
    /// <returns>What was downloaded.</returns>
    /// <exception cref="S3NotFoundException">There is no such object or bucket.</exception>
    /// <exception cref="S3PreconditionFailedException">A condition does not hold, or the object was changed meanwhile.</exception>
    /// <exception cref="S3IntegrityException">The bytes do not have the checksum that the store told.</exception>
    /// <exception cref="IOException">The file cannot be written, or exists and is not to be overwritten.</exception>
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

    /// <summary>
    /// Signs a URL with which anybody can read, write or delete one object until it expires, without keys of their own (S3 presigned URLs, Signature
    /// Version 4). Nothing is sent to the store: whether the bucket and the object are there, and whether the credentials may do it, shows when the
    /// URL is used. It leads to the endpoint's <see cref="EndpointOptions.PublicUrl"/>, where there is one. Treat it as a secret, and hand out its
    /// <see cref="Uri.AbsoluteUri"/>, which is exactly what was signed. With temporary credentials it ends with them, if that is sooner.
    /// </summary>
    /// <param name="method">GET, PUT, HEAD or DELETE; the URL is good for no other.</param>
    /// <param name="bucket">The bucket.</param>
    /// <param name="key">The key. One with a segment <c>.</c> or <c>..</c> is refused: browsers and most HTTP clients would ask for another object.</param>
    /// <param name="expiresIn">How long the URL is good from now, 1 second to 7 days; fractions of a second are cut off.</param>
    /// <param name="options">What else is fixed by the signature, and the endpoint; <see langword="null"/> for nothing.</param>
    /// <param name="cancellationToken">Ends the wait for credentials.</param>
    /// <returns>The signed URL.</returns>
    /// <exception cref="ArgumentException">An argument or option is wrong, or does not fit the method.</exception>
    /// <exception cref="S3NoEndpointException">There is no such endpoint, or none at all.</exception>
    /// <exception cref="S3AuthenticationException">The endpoint has no credentials, or they could not be had.</exception>
    Task<Uri> CreatePresignedUrlAsync(
        HttpMethod method, string bucket, string key, TimeSpan expiresIn, PresignedUrlOptions? options = null, CancellationToken cancellationToken = default);

    /// <summary>
    /// Signs a form with which anybody can upload one file from a browser until it expires, within conditions that the store checks (S3
    /// <c>PostObject</c> with a POST policy, Signature Version 4): size, type, key. Nothing is sent to the store.
    /// </summary>
    /// <param name="bucket">The bucket.</param>
    /// <param name="key">
    /// The key. When it ends with <c>${filename}</c>, the store puts the name of the uploaded file in its place, and the form is good for every key
    /// that begins with what precedes it.
    /// </param>
    /// <param name="expiresIn">How long the form is good from now, 1 second to 7 days; fractions of a second are cut off.</param>
    /// <param name="options">The conditions, and the endpoint; <see langword="null"/> for none but the key.</param>
    /// <param name="cancellationToken">Ends the wait for credentials.</param>
    /// <returns>The form's address and fields. The fields are a secret as a signed URL is.</returns>
    /// <exception cref="ArgumentException">An argument or option is wrong.</exception>
    /// <exception cref="S3NoEndpointException">There is no such endpoint, or none at all.</exception>
    /// <exception cref="S3AuthenticationException">The endpoint has no credentials, or they could not be had.</exception>
    Task<PresignedPost> CreatePresignedPostAsync(
        string bucket, string key, TimeSpan expiresIn, PresignedPostOptions? options = null, CancellationToken cancellationToken = default);
}
