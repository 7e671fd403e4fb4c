using System.Collections.Frozen;
using System.Globalization;
using System.Runtime.InteropServices;
using S3Kit.Protocol;

namespace S3Kit.Presigning;

/// <summary>A request that somebody else will send: what is to be signed of it, checked.</summary>
internal sealed class PresignedUrl
{
    private const string ChecksumSha256 = "x-amz-checksum-sha256";
    private const string IfNoneMatch = "if-none-match";

    private static readonly Comparison<KeyValuePair<string, string>> ByName = static (a, b) => string.CompareOrdinal(a.Key, b.Key);

    private readonly S3Request _request;
    private readonly int _seconds;

    private PresignedUrl(S3Request request, int seconds)
    {
        _request = request;
        _seconds = seconds;
    }

    public static PresignedUrl Create(HttpMethod method, string bucket, string key, TimeSpan expiresIn, PresignedUrlOptions? options)
    {
        int seconds = Validity.Seconds(expiresIn);
        HttpMethod known = PresignedUrlCheck.Method(method);
        PresignedUrlCheck.Key(key);
        var request = new S3Request("Presigned", known, bucket, key);
        if (options is not null)
        {
            PresignedUrlCheck.Options(known, options);
            AddQuery(request, options);
            AddHeaders(request, options);
        }

        return new PresignedUrl(request, seconds);
    }

    public Uri Sign(Signatory signatory)
    {
        if (IsSigned(IfNoneMatch))
        {
            signatory.Require(signatory.Dialect.ConditionalPut, "conditions on a put", "Sign a key that nobody else writes, without condition.");
        }

        if (IsSigned(ChecksumSha256))
        {
            signatory.Require(signatory.Dialect.Checksums, "x-amz-checksum-*", $"Use {nameof(PresignedUrlOptions.ContentMd5)}.");
        }

        (string bucket, string key) = (_request.Bucket!, _request.Key!);
        S3Target target = signatory.Address(bucket, key);
        List<KeyValuePair<string, string>> signed = [new("host", target.Authority), .. _request.Headers];
        signed.Sort(ByName);
        string query = signatory.SignQuery(
            _seconds, _request.Method.Method, target.Path, CollectionsMarshal.AsSpan(_request.Query), CollectionsMarshal.AsSpan(signed));
        return signatory.Address(bucket, key, query).Uri;
    }

    private static void AddQuery(S3Request request, PresignedUrlOptions options)
    {
        request.AddQuery("versionId", options.VersionId);
        request.AddQuery("response-content-type", options.ResponseContentType);
        request.AddQuery("response-content-disposition", options.ResponseContentDisposition);
        request.AddQuery("response-content-encoding", options.ResponseContentEncoding);
        request.AddQuery("response-content-language", options.ResponseContentLanguage);
        request.AddQuery("response-cache-control", options.ResponseCacheControl);
        request.AddQuery("response-expires", options.ResponseExpires?.ToUniversalTime().ToString("R", CultureInfo.InvariantCulture));
        request.AddQuery("uploadId", options.UploadId);
        request.AddQuery("partNumber", options.PartNumber?.ToString(CultureInfo.InvariantCulture));
    }

    private static void AddHeaders(S3Request request, PresignedUrlOptions options)
    {
        request.AddHeader("content-type", options.ContentType);
        request.AddHeader("content-length", options.ContentLength?.ToString(CultureInfo.InvariantCulture));
        request.AddHeader("content-md5", options.ContentMd5);
        request.AddHeader(ChecksumSha256, options.ChecksumSha256);
        request.AddHeader(S3Headers.StorageClass, options.StorageClass);
        request.AddHeader(IfNoneMatch, options.IfNoneMatch);
        foreach ((string name, string value) in options.Metadata ?? FrozenDictionary<string, string>.Empty)
        {
            request.AddHeader(S3Headers.MetadataPrefix + name.ToLowerInvariant(), value);
        }
    }

    private bool IsSigned(string header) => _request.Headers.Exists(each => each.Key == header);
}
