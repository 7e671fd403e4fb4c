using S3Kit.Transfers.Checkpoints;

namespace S3Kit.Transfers;

/// <summary>Files as objects.</summary>
internal static class FileTransfer
{
    public static async Task<PutObjectResult> UploadAsync(
        TransferContext transfer, UploadTarget target, string filePath, string? store, CancellationToken cancellationToken)
    {
        if (Directory.Exists(filePath))
        {
            throw new ArgumentException(
                $"'{filePath}' is a directory, not a file. Upload what is in it with {nameof(ObjectStoreDirectoryExtensions.UploadDirectoryAsync)}.", nameof(filePath));
        }

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
            if (target.Options is not UploadFileOptions { Checkpoints: { } checkpoints } options)
            {
                var whole = new UploadedFile(file);
                return await new StreamUpload(transfer, target) { CheckSource = () => whole.Check(target) }.UploadAsync(file, cancellationToken).ConfigureAwait(false);
            }

            string name = options.ResumeKey ?? string.Join(" | ", Path.GetFullPath(filePath), store, options.Endpoint, target.Bucket, target.Key);
            IUploadCheckpoint checkpoint = await checkpoints.OpenAsync(name, cancellationToken).ConfigureAwait(false);
            await using (checkpoint.ConfigureAwait(false))
            {
                return await new ResumableUpload(transfer, target, file, checkpoint).UploadAsync(cancellationToken).ConfigureAwait(false);
            }
        }
    }
}
