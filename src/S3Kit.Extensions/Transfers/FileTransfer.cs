namespace S3Kit.Transfers;

/// <summary>Files as objects.</summary>
internal static class FileTransfer
{
    public static async Task<PutObjectResult> UploadAsync(
        IObjectStore store, string filePath, string bucket, string key, UploadFileOptions? options, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrEmpty(filePath);
        var file = new FileStream(filePath, new FileStreamOptions
        {
            Mode = FileMode.Open,
            Access = FileAccess.Read,
            Share = FileShare.Read,
            Options = FileOptions.Asynchronous | FileOptions.SequentialScan,
            BufferSize = 0,
        });
        await using (file.ConfigureAwait(false))
        {
            return await store.PutObjectAsync(bucket, key, file, options, cancellationToken).ConfigureAwait(false);
        }
    }
}
