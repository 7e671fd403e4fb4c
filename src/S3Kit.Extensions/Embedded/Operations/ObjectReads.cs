using System.Globalization;
using System.Net;

namespace S3Kit.Embedded;

/// <summary>GET and HEAD of an object, which are one operation but for the body. Runs under the store's lock.</summary>
internal static class ObjectReads
{
    private static readonly (string Parameter, string Header)[] Overrides =
    [
        ("response-content-type", "content-type"),
        ("response-content-disposition", "content-disposition"),
        ("response-content-encoding", "content-encoding"),
        ("response-content-language", "content-language"),
        ("response-cache-control", "cache-control"),
        ("response-expires", "expires"),
    ];

    public static HttpResponseMessage Get(EmbeddedStore store, EmbeddedRequest request)
    {
        var bucket = store.BucketFor(request);
        var version = Find(bucket, request.Key, request.Query["versionId"]);
        ObjectEncryption.CheckRead(request, version);
        Conditions.CheckRead(request, version);
        var range = PartRange(request, version) ?? Range(request, version);
        var data = range is { } r ? version.Data.Slice(r.Offset, r.Length) : version.Data;
        var response = new HttpResponseMessage(range is null ? HttpStatusCode.OK : HttpStatusCode.PartialContent)
        {
            Content = new StreamContent(data.OpenRead()),
        };
        response.Content.Headers.ContentLength = data.Length;
        if (range is { } sent)
        {
            response.With("Content-Range", sent.ContentRange(version.Data.Length));
        }

        ObjectHeaders.Write(response, version.Headers);
        AddFacts(response, request, bucket, version);
        if (range is null && string.Equals(request.Header("x-amz-checksum-mode"), "ENABLED", StringComparison.OrdinalIgnoreCase))
        {
            version.Checksum?.Write(response);
        }

        foreach (var (parameter, header) in Overrides)
        {
            response.With(header, request.Query[parameter]);
        }

        return response;
    }

    /// <summary>The version a read is about, or the error S3 answers in its place.</summary>
    public static StoredVersion Find(EmbeddedBucket bucket, string key, string? versionId)
    {
        var version = versionId is null ? bucket.Newest(key) : bucket.Find(key, versionId);
        if (version is null)
        {
            throw versionId is null ? EmbeddedErrors.NoSuchKey(key) : EmbeddedErrors.NoSuchVersion(key, versionId);
        }

        if (!version.IsDeleteMarker)
        {
            return version;
        }

        var error = versionId is null
            ? EmbeddedErrors.NoSuchKey(key)
            : new EmbeddedS3Exception(HttpStatusCode.MethodNotAllowed, "MethodNotAllowed", "The specified method is not allowed against this resource.")
                .With("ResourceType", "DeleteMarker");
        throw error.WithHeader("x-amz-delete-marker", "true").WithHeader("x-amz-version-id", version.VersionId);
    }

    private static RequestedRange? Range(EmbeddedRequest request, StoredVersion version)
    {
        var condition = request.Header("if-range");
        var current = condition is null
            || Conditions.Matches(condition, version.ETag)
            || (Conditions.TryDate(condition, out var date) && version.LastModified <= date);
        return current ? RequestedRange.Parse(request.Header("range"), version.Data.Length) : null;
    }

    private static RequestedRange? PartRange(EmbeddedRequest request, StoredVersion version)
    {
        if (request.Query["partNumber"] is not { } text)
        {
            return null;
        }

        var lengths = version.PartLengths.Count > 0 ? version.PartLengths : [version.Data.Length];
        if (!int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) || number < 1)
        {
            throw EmbeddedErrors.InvalidArgument("partNumber", text, "Part number must be an integer between 1 and 10000, inclusive");
        }

        return number <= lengths.Count
            ? new RequestedRange(lengths.Take(number - 1).Sum(), lengths[number - 1])
            : throw new EmbeddedS3Exception(HttpStatusCode.RequestedRangeNotSatisfiable, "InvalidPartNumber", "The requested partnumber is not satisfiable");
    }

    private static void AddFacts(HttpResponseMessage response, EmbeddedRequest request, EmbeddedBucket bucket, StoredVersion version)
    {
        response
            .With("Accept-Ranges", "bytes")
            .With("ETag", version.QuotedETag)
            .With("Last-Modified", version.LastModified.UtcDateTime.ToString("r", CultureInfo.InvariantCulture))
            .WithEncryption(version.Encryption);
        if (bucket.Versioning != BucketVersioning.Unversioned)
        {
            response.With("x-amz-version-id", version.VersionId);
        }

        if (version.StorageClass is not "STANDARD")
        {
            response.With("x-amz-storage-class", version.StorageClass);
        }

        if (version.Tags.Count > 0)
        {
            response.With("x-amz-tagging-count", version.Tags.Count.ToString(CultureInfo.InvariantCulture));
        }

        if (request.Query.Has("partNumber") && version.PartLengths.Count > 0)
        {
            response.With("x-amz-mp-parts-count", version.PartLengths.Count.ToString(CultureInfo.InvariantCulture));
        }
    }
}
