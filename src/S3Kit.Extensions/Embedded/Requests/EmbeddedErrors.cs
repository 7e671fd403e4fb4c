using System.Net;

namespace S3Kit.Embedded;

/// <summary>The errors more than one operation answers, with S3's codes, statuses and details.</summary>
internal static class EmbeddedErrors
{
    public static EmbeddedS3Exception AccessDenied(string message = "Access Denied") =>
        new(HttpStatusCode.Forbidden, "AccessDenied", message);

    public static EmbeddedS3Exception InvalidArgument(string name, string value, string message) =>
        new EmbeddedS3Exception(HttpStatusCode.BadRequest, "InvalidArgument", message).With("ArgumentName", name).With("ArgumentValue", value);

    public static EmbeddedS3Exception InvalidRequest(string message) => new(HttpStatusCode.BadRequest, "InvalidRequest", message);

    public static EmbeddedS3Exception InvalidUri() => new(HttpStatusCode.BadRequest, "InvalidURI", "Couldn't parse the specified URI.");

    public static EmbeddedS3Exception MalformedXml() =>
        new(HttpStatusCode.BadRequest, "MalformedXML", "The XML you provided was not well-formed or did not validate against our published schema");

    public static EmbeddedS3Exception NoSuchBucket(string bucket) =>
        new EmbeddedS3Exception(HttpStatusCode.NotFound, "NoSuchBucket", "The specified bucket does not exist").With("BucketName", bucket);

    public static EmbeddedS3Exception NoSuchKey(string key) =>
        new EmbeddedS3Exception(HttpStatusCode.NotFound, "NoSuchKey", "The specified key does not exist.").With("Key", key);

    public static EmbeddedS3Exception NoSuchVersion(string key, string versionId) =>
        new EmbeddedS3Exception(HttpStatusCode.NotFound, "NoSuchVersion", "The specified version does not exist.")
            .With("Key", key)
            .With("VersionId", versionId);

    public static EmbeddedS3Exception NoSuchUpload(string uploadId) =>
        new EmbeddedS3Exception(
            HttpStatusCode.NotFound,
            "NoSuchUpload",
            "The specified upload does not exist. The upload ID may be invalid, or the upload may have been aborted or completed.").With("UploadId", uploadId);

    public static EmbeddedS3Exception NotImplemented() =>
        new(HttpStatusCode.NotImplemented, "NotImplemented", "The embedded store does not implement this operation.");

    public static EmbeddedS3Exception PreconditionFailed(string condition) =>
        new EmbeddedS3Exception(HttpStatusCode.PreconditionFailed, "PreconditionFailed", "At least one of the pre-conditions you specified did not hold")
            .With("Condition", condition);
}
