using S3Kit.Protocol.Operations;

namespace S3Kit.Transfers;

/// <summary>
/// The endpoint that an upload went on at does not know it: a site of its own, not another gateway of the one where it began. The upload can only start
/// again, which takes a source that can be read once more.
/// </summary>
internal sealed class UploadLostException(S3NotFoundException error) : Exception(error.Message, error)
{
    /// <summary>The loss of an upload, if that is what an error means.</summary>
    public static UploadLostException? Of(Exception error, StartedUpload upload) =>
        error is S3NotFoundException { Endpoint: { } endpoint } unknown
        && UploadErrors.IsUploadGone(unknown)
        && !string.Equals(endpoint, upload.Endpoint, StringComparison.OrdinalIgnoreCase)
            ? new UploadLostException(unknown)
            : null;

    /// <summary>What a caller sees whose upload cannot start again.</summary>
    public S3NotFoundException ToError(string why) => new(
        $"{error.Message} The upload began at another endpoint, which no longer serves, and this one does not know it; {why} Nothing was stored.", error)
    {
        StatusCode = error.StatusCode,
        ErrorCode = error.ErrorCode,
        RequestId = error.RequestId,
        Resource = S3ResourceKind.Upload,
        Operation = error.Operation,
        Endpoint = error.Endpoint,
        Bucket = error.Bucket,
        Key = error.Key,
        Attempts = error.Attempts,
        IsTransient = true,
    };
}
