using System.Globalization;
using System.Net;

namespace S3Kit.Embedded;

/// <summary>Conditional requests, in the order of precedence that RFC 9110 section 13.2.2 sets.</summary>
internal static class Conditions
{
    public static void CheckRead(EmbeddedRequest request, StoredVersion version)
    {
        if (request.Header("if-match") is { } match)
        {
            if (!Matches(match, version.ETag))
            {
                throw EmbeddedErrors.PreconditionFailed("If-Match");
            }
        }
        else if (TryDate(request.Header("if-unmodified-since"), out var unmodified) && version.LastModified > unmodified)
        {
            throw EmbeddedErrors.PreconditionFailed("If-Unmodified-Since");
        }

        if (request.Header("if-none-match") is { } noneMatch)
        {
            if (Matches(noneMatch, version.ETag))
            {
                throw NotModified(version);
            }
        }
        else if (TryDate(request.Header("if-modified-since"), out var modified) && version.LastModified <= modified)
        {
            throw NotModified(version);
        }
    }

    /// <summary>What S3 allows on writes: only if absent, or only over a given ETag.</summary>
    public static void CheckWrite(EmbeddedRequest request, EmbeddedBucket bucket, string key)
    {
        var current = bucket.Current(key);
        if (request.Header("if-none-match") is { } noneMatch)
        {
            if (noneMatch.Trim() is not "*")
            {
                throw EmbeddedErrors.NotImplemented();
            }

            if (current is not null)
            {
                throw EmbeddedErrors.PreconditionFailed("If-None-Match");
            }
        }

        if (request.Header("if-match") is { } match)
        {
            if (current is null)
            {
                throw EmbeddedErrors.NoSuchKey(key);
            }

            if (!Matches(match, current.ETag))
            {
                throw EmbeddedErrors.PreconditionFailed("If-Match");
            }
        }
    }

    /// <summary>The conditions of a copy on its source, which have headers of their own and never answer 304.</summary>
    public static void CheckCopySource(EmbeddedRequest request, StoredVersion source)
    {
        var match = request.Header("x-amz-copy-source-if-match");
        if (match is not null && !Matches(match, source.ETag))
        {
            throw EmbeddedErrors.PreconditionFailed("x-amz-copy-source-If-Match");
        }

        if (match is null && TryDate(request.Header("x-amz-copy-source-if-unmodified-since"), out var unmodified) && source.LastModified > unmodified)
        {
            throw EmbeddedErrors.PreconditionFailed("x-amz-copy-source-If-Unmodified-Since");
        }

        var noneMatch = request.Header("x-amz-copy-source-if-none-match");
        if (noneMatch is not null && Matches(noneMatch, source.ETag))
        {
            throw EmbeddedErrors.PreconditionFailed("x-amz-copy-source-If-None-Match");
        }

        if (noneMatch is null && TryDate(request.Header("x-amz-copy-source-if-modified-since"), out var modified) && source.LastModified <= modified)
        {
            throw EmbeddedErrors.PreconditionFailed("x-amz-copy-source-If-Modified-Since");
        }
    }

    /// <summary>Whether a list of ETags, quoted or not, holds one; <c>*</c> holds all.</summary>
    public static bool Matches(string list, string etag)
    {
        foreach (var one in list.Split(',', StringSplitOptions.TrimEntries))
        {
            var tag = one.StartsWith("W/", StringComparison.Ordinal) ? one.AsSpan(2) : one;
            if (tag is "*" || tag.Trim('"').SequenceEqual(etag))
            {
                return true;
            }
        }

        return false;
    }

    public static bool TryDate(string? text, out DateTimeOffset date) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out date);

    private static EmbeddedS3Exception NotModified(StoredVersion version) =>
        new EmbeddedS3Exception(HttpStatusCode.NotModified, "NotModified", "Not Modified")
            .WithHeader("ETag", version.QuotedETag)
            .WithHeader("Last-Modified", version.LastModified.UtcDateTime.ToString("r", CultureInfo.InvariantCulture));
}
