using S3Kit.Protocol;
using S3Kit.Protocol.Operations;

namespace S3Kit.Store;

/// <summary>Checks what is to be stored, before anything is read or sent.</summary>
internal static class PutObjectCheck
{
    public static void Check(PutObjectOptions? options, Stream content)
    {
        if (!content.CanRead)
        {
            throw new ArgumentException("The stream cannot be read: it is closed, or open for writing only.", nameof(content));
        }

        if (content.CanSeek && content.Position > content.Length)
        {
            // At its end it is an empty object, which may be meant. Behind it nothing is.
            throw new ArgumentException($"The stream stands at byte {content.Position}, behind its end at {content.Length}. Set its position to where the object begins, mostly 0.", nameof(content));
        }

        Check(options);
    }

    public static void Check(PutObjectOptions? options)
    {
        if (options is null)
        {
            return;
        }

        if (options.ChecksumAlgorithm is < ChecksumAlgorithm.None or > ChecksumAlgorithm.Sha256)
        {
            throw new ArgumentOutOfRangeException(
                nameof(options), options.ChecksumAlgorithm, $"{nameof(PutObjectOptions.ChecksumAlgorithm)} is one of {string.Join(", ", Enum.GetNames<ChecksumAlgorithm>())}.");
        }

        ArgumentOutOfRangeException.ThrowIfNegative(options.ContentLength ?? 0, nameof(PutObjectOptions.ContentLength));
        CheckDescription(options);
        HeaderValues.CheckETag(options.IfMatch, nameof(PutObjectOptions.IfMatch));
        HeaderValues.CheckETag(options.IfNoneMatch, nameof(PutObjectOptions.IfNoneMatch));
        if (options.IfNoneMatch is not (null or "*"))
        {
            throw new ArgumentException($"{nameof(PutObjectOptions.IfNoneMatch)} can only be *: S3 knows no other for a put.", nameof(options));
        }
    }

    /// <summary>Checks how the object is described; a copy says the same of its destination.</summary>
    public static void CheckDescription(PutObjectOptions options)
    {
        HeaderValues.Check(options.ContentType, nameof(PutObjectOptions.ContentType));
        HeaderValues.Check(options.ContentDisposition, nameof(PutObjectOptions.ContentDisposition));
        HeaderValues.Check(options.ContentEncoding, nameof(PutObjectOptions.ContentEncoding));
        HeaderValues.Check(options.ContentLanguage, nameof(PutObjectOptions.ContentLanguage));
        HeaderValues.Check(options.CacheControl, nameof(PutObjectOptions.CacheControl));
        HeaderValues.Check(options.StorageClass, nameof(PutObjectOptions.StorageClass));
        CheckRedirect(options.WebsiteRedirectLocation);
        _ = CannedAcls.Name(options.Acl);
        ObjectTags.Check(options.Tags, nameof(PutObjectOptions.Tags));
        EncryptionHeaders.Check(options.ServerSideEncryption);
        if (options.Metadata is { } metadata)
        {
            HeaderValues.CheckMetadata(metadata);
        }
    }

    private static void CheckRedirect(string? location)
    {
        const string option = nameof(PutObjectOptions.WebsiteRedirectLocation);
        HeaderValues.Check(location, option);
        if (location is not null && !location.StartsWith('/')
            && !location.StartsWith("http://", StringComparison.OrdinalIgnoreCase) && !location.StartsWith("https://", StringComparison.OrdinalIgnoreCase))
        {
            throw new ArgumentException($"{option} is '{location}'; S3 takes a path that begins with / or an address that begins with http:// or https://.", nameof(location));
        }
    }
}
