using S3Kit.Protocol;

namespace S3Kit.Transfers.Checkpoints;

/// <summary>The file of a resumable upload, by what tells whether it is still the same: its length and the time it was last written.</summary>
internal sealed class UploadedFile(FileStream stream)
{
    public FileStream Stream => stream;

    public long Length { get; } = stream.Length;

    public DateTime LastWrite { get; } = LastWriteOf(stream);

    /// <summary>Throws when the file is no longer the one that the upload began with.</summary>
    public void Check(UploadTarget target)
    {
        if (!IsUnchanged())
        {
            throw S3Errors.Integrity(target.Context, "the file has changed while it was uploaded. Nothing was stored.");
        }
    }

    public bool IsUnchanged() => stream.Length == Length && LastWriteOf(stream) == LastWrite;

    private static DateTime LastWriteOf(FileStream stream) => File.GetLastWriteTimeUtc(stream.SafeFileHandle);
}
