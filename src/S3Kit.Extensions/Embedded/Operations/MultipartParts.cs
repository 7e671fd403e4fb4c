using System.Globalization;

namespace S3Kit.Embedded;

/// <summary>UploadPart and UploadPartCopy. Runs under the store's lock.</summary>
internal static class MultipartParts
{
    private const int LastPart = 10_000;

    public static HttpResponseMessage Upload(EmbeddedStore store, EmbeddedRequest request)
    {
        var upload = MultipartUploads.Find(store.BucketFor(request), request);
        ObjectWrites.RequireLength(request);
        ObjectEncryption.CheckPart(request, upload);
        if (upload is { Algorithm: { } expected, ChecksumOfWhole: false } && request.Checksum?.Algorithm != expected)
        {
            throw EmbeddedErrors.InvalidRequest(
                $"The upload was begun with {expected.Name}, and the part has {request.Checksum?.Algorithm.Name ?? "no checksum"}");
        }

        var part = new UploadedPart(Number(request), request.Body.Data, ObjectEncryption.Digest(upload.Template.Encryption, request.Body.Md5), request.Timestamp, request.Checksum);
        upload.Parts[part.Number] = part;
        var response = EmbeddedResponse.Empty().With("ETag", part.QuotedETag).WithEncryption(upload.Template.Encryption);
        return response.With(part.Checksum?.Algorithm.Header ?? string.Empty, part.Checksum?.Value);
    }

    public static HttpResponseMessage Copy(EmbeddedStore store, EmbeddedRequest request)
    {
        var upload = MultipartUploads.Find(store.BucketFor(request), request);
        ObjectEncryption.CheckPart(request, upload);
        var number = Number(request);
        var name = CopySource.Parse(request);
        var source = name.Find(store, request);
        var data = Range(request, source) is { } range ? source.Data.Slice(range.Offset, range.Length) : source.Data;
        var checksum = upload.Algorithm is { } algorithm ? ObjectChecksum.Of(algorithm, data) : null;
        var part = new UploadedPart(number, data, ObjectEncryption.Digest(upload.Template.Encryption, data.Md5()), request.Timestamp, checksum);
        upload.Parts[number] = part;
        return EmbeddedResponse.Xml(CopyOperations.Result("CopyPartResult", part.QuotedETag, part.LastModified, part.Checksum))
            .With("x-amz-copy-source-version-id", CopyOperations.SourceVersion(store, name, source))
            .WithEncryption(upload.Template.Encryption);
    }

    private static int Number(EmbeddedRequest request)
    {
        var text = request.Query["partNumber"] ?? string.Empty;
        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number is >= 1 and <= LastPart
            ? number
            : throw EmbeddedErrors.InvalidArgument("partNumber", text, "Part number must be an integer between 1 and 10000, inclusive");
    }

    /// <summary>Here a range is an order, not a wish: it names both ends and lies within the source.</summary>
    private static RequestedRange? Range(EmbeddedRequest request, StoredVersion source)
    {
        if (request.Header("x-amz-copy-source-range") is not { } text)
        {
            return null;
        }

        var ends = text.StartsWith("bytes=", StringComparison.Ordinal) ? text[6..].Split('-') : [];
        if (ends.Length != 2
            || !long.TryParse(ends[0], NumberStyles.None, CultureInfo.InvariantCulture, out var first)
            || !long.TryParse(ends[1], NumberStyles.None, CultureInfo.InvariantCulture, out var last)
            || last < first)
        {
            throw EmbeddedErrors.InvalidArgument(
                "x-amz-copy-source-range", text, "The x-amz-copy-source-range value must be of the form bytes=first-last");
        }

        return last < source.Data.Length
            ? new RequestedRange(first, last - first + 1)
            : throw EmbeddedErrors.InvalidArgument(
                "x-amz-copy-source-range", text, $"Range specified is not valid for source object of size: {source.Data.Length}");
    }
}
