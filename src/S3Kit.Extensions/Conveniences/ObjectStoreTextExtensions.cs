using System.Text;
using S3Kit.Conveniences;
using S3Kit.Protocol;

namespace S3Kit;

/// <summary>Objects from and to text. Nothing is replaced on the way: what cannot be written or read in the encoding is an error.</summary>
public static class ObjectStoreTextExtensions
{
    /// <summary>
    /// Stores a text as an object (S3 <c>PutObject</c>), in the charset that <see cref="PutObjectOptions.ContentType"/> names, or in UTF-8 without a byte
    /// order mark. Without a content type it is <c>text/plain; charset=utf-8</c>; one that is given is sent as it is.
    /// </summary>
    /// <param name="store">The store.</param>
    /// <param name="bucket">The bucket.</param>
    /// <param name="key">The key.</param>
    /// <param name="text">The text.</param>
    /// <param name="options">How to store it; <see langword="null"/> for the defaults.</param>
    /// <param name="cancellationToken">Ends the operation.</param>
    /// <returns>What the store said of the object.</returns>
    /// <exception cref="ArgumentException">The charset is not known, or the text has characters that it cannot express.</exception>
    public static Task<PutObjectResult> PutTextAsync(
        this IObjectStore store, string bucket, string key, string text, PutObjectOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(text);
        options ??= new PutObjectOptions();
        options = options.ContentType is null ? options with { ContentType = "text/plain; charset=utf-8" } : options;
        return store.PutBytesAsync(bucket, key, TextEncodings.GetBytes(text, options.ContentType), options, cancellationToken);
    }

    /// <summary>
    /// Reads an object as text (S3 <c>GetObject</c>): in the encoding that <see cref="ReadObjectOptions.Encoding"/> says, else as its byte order mark
    /// says, else as the charset in its content type says, else in UTF-8. A byte order mark is not part of the text.
    /// </summary>
    /// <param name="store">The store.</param>
    /// <param name="bucket">The bucket.</param>
    /// <param name="key">The key.</param>
    /// <param name="options">Which version, how much at most and in which encoding; <see langword="null"/> for the current object of up to 100 MiB.</param>
    /// <param name="cancellationToken">Ends the operation, reading included.</param>
    /// <returns>The text.</returns>
    /// <exception cref="S3NotFoundException">There is no such object or bucket.</exception>
    /// <exception cref="S3ObjectTooLargeException">The object is larger than <see cref="ReadObjectOptions.MaxSize"/>.</exception>
    /// <exception cref="S3IntegrityException">The bytes are no text in that encoding, or the charset is not known.</exception>
    public static Task<string> GetTextAsync(
        this IObjectStore store, string bucket, string key, ReadObjectOptions? options = null, CancellationToken cancellationToken = default) =>
        BoundedContent.ReadAsync(
            store,
            bucket,
            key,
            options,
            async (content, info, cancellationToken) => Decode(await content.ReadToEndAsync(cancellationToken).ConfigureAwait(false), options?.Encoding, info),
            cancellationToken);

    private static string Decode(byte[] bytes, Encoding? encoding, ObjectInfo info)
    {
        var context = new S3ErrorContext("GetObject", info.Endpoint, info.Bucket, info.Key);
        try
        {
            return TextEncodings.GetString(bytes, encoding, info.ContentType);
        }
        catch (DecoderFallbackException e)
        {
            throw S3Errors.Integrity(context, "its bytes are no text in the encoding that it should have. Name another in ReadObjectOptions.Encoding, or read the bytes.", e);
        }
        catch (NotSupportedException e)
        {
            throw S3Errors.Integrity(context, $"{e.Message} Name the encoding in ReadObjectOptions.Encoding, or read the bytes.", e);
        }
    }
}
