using S3Kit.Transfers.Checkpoints;

namespace S3Kit.Transfers;

/// <summary>Objects from and to files.</summary>
internal static class FileTransfer
{
    private const int BufferSize = 128 * 1024;

    public static async Task<PutObjectResult> UploadAsync(
        TransferContext transfer, UploadTarget target, string filePath, string? store, CancellationToken cancellationToken)
    {
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
                return await new StreamUpload(transfer, target).UploadAsync(file, cancellationToken).ConfigureAwait(false);
            }

            string name = options.ResumeKey ?? string.Join(" | ", Path.GetFullPath(filePath), store, options.Endpoint, target.Bucket, target.Key);
            IUploadCheckpoint checkpoint = await checkpoints.OpenAsync(name, cancellationToken).ConfigureAwait(false);
            await using (checkpoint.ConfigureAwait(false))
            {
                return await new ResumableUpload(transfer, target, file, checkpoint).UploadAsync(cancellationToken).ConfigureAwait(false);
            }
        }
    }

    public static async Task<DownloadFileResult> DownloadAsync(
        IObjectStore store, string bucket, string key, string filePath, DownloadFileOptions? options, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrEmpty(filePath);
        string target = Path.GetFullPath(filePath);
        if (Directory.Exists(target) || Path.EndsInDirectorySeparator(target))
        {
            throw new ArgumentException($"'{target}' is a folder; name the file to write.", nameof(filePath));
        }

        bool overwrite = options?.Overwrite ?? true;
        if (!overwrite && File.Exists(target))
        {
            throw new IOException($"'{target}' exists already, and {nameof(DownloadFileOptions.Overwrite)} is false.");
        }

        GetObjectResult result = await store.GetObjectAsync(bucket, key, options, cancellationToken).ConfigureAwait(false);
        await using (result.ConfigureAwait(false))
        {
            string folder = Path.GetDirectoryName(target)!;
            Directory.CreateDirectory(folder);

            // Beside the target, so that taking its place is a rename within one file system.
            // Not under the target's name with something added, which a file system may find too long.
            string temporary = Path.Combine(folder, $".s3kit-{Guid.NewGuid():N}.part");
            try
            {
                long size = await WriteAsync(result, temporary, cancellationToken).ConfigureAwait(false);
                File.Move(temporary, target, overwrite);
                return new DownloadFileResult
                {
                    Info = result.Info,
                    FilePath = target,
                    Location = result.Location,
                    Size = size,
                    Endpoint = result.Info.Endpoint!,
                };
            }
            catch
            {
                Discard(temporary);
                throw;
            }
        }
    }

    private static void Discard(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // What went wrong first is what the caller must hear of.
        }
    }

    private static async Task<long> WriteAsync(GetObjectResult result, string path, CancellationToken cancellationToken)
    {
        var file = new FileStream(path, new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.Write,
            Share = FileShare.None,
            Options = FileOptions.Asynchronous,
            BufferSize = 0,
            PreallocationSize = Math.Max(0, result.ContentLength),
        });
        await using (file.ConfigureAwait(false))
        {
            await result.Content.CopyToAsync(file, BufferSize, cancellationToken).ConfigureAwait(false);
            return file.Length;
        }
    }
}
