using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.Win32.SafeHandles;

namespace S3Kit.Transfers;

/// <summary>
/// The files that a download which may be continued leaves beside its target: the bytes, and a small document that says which of them are there, of which state
/// of which object. The document never says more than is on the disk.
/// </summary>
internal sealed class PartialFile(string target, TimeProvider time)
{
    private const int LongestName = 255;
    private const string Suffix = ".s3kit-part";
    private const string StateSuffix = ".json";

    // What is written between two notes is had again after a crash; every note costs a flush to the disk.
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private long _savedAt = time.GetTimestamp();
    private int _saving;

    public string Path { get; } = PathFor(target);

    public string StatePath => Path + StateSuffix;

    /// <summary>What an earlier download has left; <see langword="null"/> when that is nothing, or nothing that could be continued.</summary>
    public PartialFileState? Load()
    {
        try
        {
            PartialFileState? state = JsonSerializer.Deserialize(File.ReadAllBytes(StatePath), PartialFileJson.Default.PartialFileState);
            return state?.IsValid == true && new FileInfo(Path) is { Exists: true } file && file.Length == state.Size ? state : null;
        }
        catch (Exception e) when (e is JsonException or IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>Notes from time to time how far the download has come; whoever comes while another is at it goes on.</summary>
    public async ValueTask SaveNowAndThenAsync(PartialFileState state, PartBoard board, SafeFileHandle file, CancellationToken cancellationToken)
    {
        if (time.GetElapsedTime(Volatile.Read(ref _savedAt)) < Interval || Interlocked.Exchange(ref _saving, 1) != 0)
        {
            return;
        }

        try
        {
            await SaveAsync(state, board, file, cancellationToken).ConfigureAwait(false);
            Volatile.Write(ref _savedAt, time.GetTimestamp());
        }
        finally
        {
            Volatile.Write(ref _saving, 0);
        }
    }

    public async Task SaveAsync(PartialFileState state, PartBoard board, SafeFileHandle file, CancellationToken cancellationToken)
    {
        // In this order: what is noted has been flushed.
        List<ByteSpan> done = board.Done;
        RandomAccess.FlushToDisk(file);
        byte[] document = JsonSerializer.SerializeToUtf8Bytes(state with { Done = done }, PartialFileJson.Default.PartialFileState);
        string written = StatePath + ".new";
        using (SafeFileHandle handle = File.OpenHandle(written, FileMode.Create, FileAccess.Write, FileShare.None, FileOptions.Asynchronous))
        {
            await RandomAccess.WriteAsync(handle, document, 0, cancellationToken).ConfigureAwait(false);
            RandomAccess.FlushToDisk(handle);
        }

        File.Move(written, StatePath, overwrite: true);
    }

    /// <summary>Forgets what was noted. The bytes themselves are another matter.</summary>
    public void DeleteState()
    {
        PendingFile.Delete(StatePath);
        PendingFile.Delete(StatePath + ".new");
    }

    private static string PathFor(string target)
    {
        string name = System.IO.Path.GetFileName(target);
        if (Encoding.UTF8.GetByteCount(name) + Suffix.Length + StateSuffix.Length + ".new".Length > LongestName)
        {
            // Another name that stands for it: with what is added, the file's own would be too long.
            name = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(name)));
        }

        return System.IO.Path.Combine(System.IO.Path.GetDirectoryName(target)!, name + Suffix);
    }
}
