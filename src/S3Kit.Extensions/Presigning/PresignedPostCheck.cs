using S3Kit.Protocol;

namespace S3Kit.Presigning;

/// <summary>Refuses by name what no store would accept of a presigned form.</summary>
internal static class PresignedPostCheck
{
    public static void Check(PresignedPostOptions options)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(options.MinContentLength ?? 0, nameof(options.MinContentLength));
        ArgumentOutOfRangeException.ThrowIfNegative(options.MaxContentLength ?? 0, nameof(options.MaxContentLength));
        if (options.MinContentLength > options.MaxContentLength)
        {
            throw new ArgumentException($"{nameof(options.MinContentLength)} is greater than {nameof(options.MaxContentLength)}: no file would fit.", nameof(options));
        }

        Exclude(options.ContentType, nameof(options.ContentType), options.ContentTypePrefix, nameof(options.ContentTypePrefix));
        HeaderValues.CheckSigned(options.ContentType, nameof(options.ContentType));
        HeaderValues.Check(options.ContentTypePrefix, nameof(options.ContentTypePrefix));
        HeaderValues.CheckSigned(options.ContentDisposition, nameof(options.ContentDisposition));
        HeaderValues.CheckSigned(options.ContentEncoding, nameof(options.ContentEncoding));
        HeaderValues.CheckSigned(options.ContentLanguage, nameof(options.ContentLanguage));
        HeaderValues.CheckSigned(options.CacheControl, nameof(options.CacheControl));
        HeaderValues.CheckSigned(options.StorageClass, nameof(options.StorageClass));
        _ = CannedAcls.Name(options.Acl);
        if (options.Metadata is { } metadata)
        {
            HeaderValues.CheckMetadata(metadata);
        }

        Exclude(options.SuccessActionStatus, nameof(options.SuccessActionStatus), options.SuccessActionRedirect, nameof(options.SuccessActionRedirect));
        if (options.SuccessActionStatus is not (null or 200 or 201 or 204))
        {
            throw new ArgumentOutOfRangeException(nameof(options), options.SuccessActionStatus, $"{nameof(options.SuccessActionStatus)} is 200, 201 or 204.");
        }

        if (options.SuccessActionRedirect is { } redirect && !(redirect.IsAbsoluteUri && redirect.Scheme is "http" or "https"))
        {
            throw new ArgumentException($"{nameof(options.SuccessActionRedirect)} is not an absolute http or https address.", nameof(options));
        }
    }

    private static void Exclude(object? one, string option, object? other, string otherOption)
    {
        if (one is not null && other is not null)
        {
            throw new ArgumentException($"{option} and {otherOption} exclude each other. Leave one out.", option);
        }
    }
}
