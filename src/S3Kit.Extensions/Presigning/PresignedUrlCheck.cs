using S3Kit.Protocol;

namespace S3Kit.Presigning;

/// <summary>Refuses by name what no store would accept of a presigned URL, or what does not fit its method.</summary>
internal static class PresignedUrlCheck
{
    // The most that S3 takes in one request.
    private const long LargestPut = 5L * 1024 * 1024 * 1024;

    private const int LastPart = 10_000;
    private const int Md5Bytes = 16;
    private const int Sha256Bytes = 32;

    /// <summary>The method as it is signed: in upper case.</summary>
    public static HttpMethod Method(HttpMethod method) =>
        method == HttpMethod.Get ? HttpMethod.Get
        : method == HttpMethod.Put ? HttpMethod.Put
        : method == HttpMethod.Head ? HttpMethod.Head
        : method == HttpMethod.Delete ? HttpMethod.Delete
        : throw new ArgumentException($"A URL can be signed for GET, PUT, HEAD and DELETE, not for {method}. For a form, use {nameof(IObjectStore.CreatePresignedPostAsync)}.", nameof(method));

    /// <summary>Whoever gets the URL parses it, and parsers collapse such segments, written as they are or percent-encoded: the URL would be one of another object.</summary>
    public static void Key(string key)
    {
        foreach (Range range in key.AsSpan().Split('/'))
        {
            if (key.AsSpan()[range] is "." or "..")
            {
                throw new ArgumentException(
                    "The key has a segment '.' or '..': browsers and most HTTP clients would collapse it and ask for another object. "
                    + $"Read or write it through the store itself; {nameof(IObjectStore.CreatePresignedPostAsync)} can name it too.",
                    nameof(key));
            }
        }
    }

    public static void Options(HttpMethod method, PresignedUrlOptions options)
    {
        bool isPut = method == HttpMethod.Put;
        bool isRead = method == HttpMethod.Get || method == HttpMethod.Head;
        bool isPart = options.UploadId is not null || options.PartNumber is not null;

        Fit(!isPut, options.VersionId, nameof(options.VersionId), method);
        S3Names.CheckVersionId(options.VersionId);
        Response(options.ResponseContentType, nameof(options.ResponseContentType));
        Response(options.ResponseContentDisposition, nameof(options.ResponseContentDisposition));
        Response(options.ResponseContentEncoding, nameof(options.ResponseContentEncoding));
        Response(options.ResponseContentLanguage, nameof(options.ResponseContentLanguage));
        Response(options.ResponseCacheControl, nameof(options.ResponseCacheControl));
        Fit(isRead, options.ResponseExpires, nameof(options.ResponseExpires), method);

        Fit(isPut, options.UploadId, nameof(options.UploadId), method);
        Fit(isPut, options.PartNumber, nameof(options.PartNumber), method);
        Part(options);
        Fit(isPut, options.ContentLength, nameof(options.ContentLength), method);
        ArgumentOutOfRangeException.ThrowIfNegative(options.ContentLength ?? 0, nameof(options.ContentLength));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(options.ContentLength ?? 0, LargestPut, nameof(options.ContentLength));
        Fit(isPut, options.ContentMd5, nameof(options.ContentMd5), method);
        Base64(options.ContentMd5, Md5Bytes, nameof(options.ContentMd5));
        Fit(isPut, options.ChecksumSha256, nameof(options.ChecksumSha256), method);
        Base64(options.ChecksumSha256, Sha256Bytes, nameof(options.ChecksumSha256));

        Whole(options.ContentType, nameof(options.ContentType));
        HeaderValues.CheckSigned(options.ContentType, nameof(options.ContentType));
        Whole(options.StorageClass, nameof(options.StorageClass));
        HeaderValues.CheckSigned(options.StorageClass, nameof(options.StorageClass));
        Whole(options.IfNoneMatch, nameof(options.IfNoneMatch));
        HeaderValues.CheckETag(options.IfNoneMatch, nameof(options.IfNoneMatch));
        if (options.IfNoneMatch is not (null or "*"))
        {
            throw new ArgumentException($"{nameof(options.IfNoneMatch)} can only be *: S3 knows no other for a put.", nameof(options));
        }

        Whole(options.Metadata, nameof(options.Metadata));
        if (options.Metadata is { } metadata)
        {
            HeaderValues.CheckMetadata(metadata);
            foreach ((string name, string value) in metadata)
            {
                if (value.Length == 0 || !ReferenceEquals(EncodedWords.Encode(value), value))
                {
                    throw new ArgumentException(
                        $"The metadata value of '{name}' would have to be encoded by whoever sends it: use printable ASCII, not empty, without spaces at its ends and without =?.", nameof(options));
                }
            }
        }

        void Response(string? value, string option)
        {
            Fit(isRead, value, option, method);
            HeaderValues.Check(value, option);
        }

        void Whole(object? value, string option)
        {
            Fit(isPut, value, option, method);
            if (isPart && value is not null)
            {
                throw new ArgumentException($"{option} is the object's, not that of a part: it is said where the upload is begun or completed. Leave it out.", nameof(options));
            }
        }
    }

    private static void Part(PresignedUrlOptions options)
    {
        if (options.UploadId is null != options.PartNumber is null)
        {
            throw new ArgumentException($"A part is named by both {nameof(options.UploadId)} and {nameof(options.PartNumber)}; one of them is missing.", nameof(options));
        }

        if (options.UploadId is { Length: 0 })
        {
            throw new ArgumentException($"{nameof(options.UploadId)} is empty.", nameof(options));
        }

        S3Names.CheckText(options.UploadId, nameof(options.UploadId));
        if (options.PartNumber is < 1 or > LastPart)
        {
            throw new ArgumentOutOfRangeException(nameof(options), options.PartNumber, $"{nameof(options.PartNumber)} is 1 to 10,000.");
        }
    }

    private static void Fit(bool fits, object? value, string option, HttpMethod method)
    {
        if (!fits && value is not null)
        {
            throw new ArgumentException($"{option} has no meaning for {method}. Leave it out, or sign another method.", option);
        }
    }

    private static void Base64(string? value, int bytes, string option)
    {
        if (value is not null && !(Convert.TryFromBase64String(value, stackalloc byte[Sha256Bytes], out int written) && written == bytes
            && string.Equals(Convert.ToBase64String(Convert.FromBase64String(value)), value, StringComparison.Ordinal)))
        {
            throw new ArgumentException($"{option} is {bytes} bytes in base64, without spaces.", option);
        }
    }
}
