using System.Buffers;
using System.Security.Cryptography;

namespace S3Kit.Directories;

/// <summary>Whether a file and an object are the same.</summary>
internal static class FileComparison
{
    // FAT keeps times to two seconds, HTTP to one.
    private static readonly TimeSpan Grain = TimeSpan.FromSeconds(2);

    public static async ValueTask<bool> AreSameAsync(LocalFile file, ObjectInfo info, SyncComparison comparison, SyncDirection direction, CancellationToken cancellationToken)
    {
        if (file.Size != info.Size)
        {
            return false;
        }

        // Nothing to read, and what seems empty may be a pipe, which would never end.
        if (comparison == SyncComparison.Content && file.Size == 0)
        {
            return true;
        }

        if (comparison == SyncComparison.Content && Md5Of(info.ETag) is { } expected)
        {
            byte[] actual = await HashAsync(file.FullPath, cancellationToken).ConfigureAwait(false);
            return actual.AsSpan().SequenceEqual(expected);
        }

        return info.LastModified is { } modified
            && (direction == SyncDirection.FolderToBucket ? file.LastWritten <= modified : (file.LastWritten - modified).Duration() < Grain);
    }

    private static byte[]? Md5Of(string? tag)
    {
        byte[] digest = new byte[MD5.HashSizeInBytes];
        return tag?.Length == digest.Length * 2 && Convert.FromHexString(tag, digest, out _, out _) == OperationStatus.Done ? digest : null;
    }

    private static async Task<byte[]> HashAsync(string path, CancellationToken cancellationToken)
    {
        var file = new FileStream(path, new FileStreamOptions { Options = FileOptions.Asynchronous | FileOptions.SequentialScan, BufferSize = 0 });
        await using (file.ConfigureAwait(false))
        {
#pragma warning disable CA5351 // S3's ETag is an MD5: it is compared, not trusted.
            return await MD5.HashDataAsync(file, cancellationToken).ConfigureAwait(false);
#pragma warning restore CA5351
        }
    }
}
