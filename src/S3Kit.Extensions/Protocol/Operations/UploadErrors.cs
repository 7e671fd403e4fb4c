namespace S3Kit.Protocol.Operations;

/// <summary>What stores answer for a multipart upload that they do not know.</summary>
internal static class UploadErrors
{
    /// <summary>Whether the upload is not there: never begun here, completed or aborted. Ceph says NoSuchKey then, where S3 says NoSuchUpload.</summary>
    public static bool IsUploadGone(Exception error) =>
        error is S3NotFoundException { Resource: S3ResourceKind.Upload or S3ResourceKind.Key or S3ResourceKind.Unknown };
}
