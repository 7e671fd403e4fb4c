using Microsoft.Win32.SafeHandles;

namespace S3Kit.Transfers;

/// <summary>
/// The file that a download writes to, beside the target, until it takes the target's place in one step. Made with its folders; discarded, they go with it.
/// </summary>
internal sealed class PendingFile : IDisposable
{
    private const int Tries = 3;

    private readonly string _path;
    private readonly string _target;
    private readonly MadeFolders _folders;

    private PendingFile(string path, string target, MadeFolders folders, SafeFileHandle handle)
    {
        _path = path;
        _target = target;
        _folders = folders;
        Handle = handle;
    }

    public SafeFileHandle Handle { get; }

    /// <summary>A new file that nobody knows the name of.</summary>
    /// <param name="target">The file whose place it will take.</param>
    /// <param name="size">The room it needs, which is reserved; 0 or less when that is not known.</param>
    public static PendingFile Create(string target, long size)
    {
        // Beside the target, so that taking its place is a rename within one file system.
        // Not under the target's name with something added, which a file system may find too long.
        string path = Path.Combine(Path.GetDirectoryName(target)!, $".s3kit-{Guid.NewGuid():N}.part");
        return Open(path, target, FileMode.CreateNew, Math.Max(0, size));
    }

    /// <summary>The file that an earlier download of the same target has left, or a new one. Nobody else can open it meanwhile.</summary>
    /// <exception cref="IOException">Another download is writing to it.</exception>
    public static PendingFile OpenPartial(string path, string target) => Open(path, target, FileMode.OpenOrCreate, 0);

    public void Commit(bool overwrite)
    {
        Handle.Dispose();
        File.Move(_path, _target, overwrite);
    }

    public void Discard()
    {
        Handle.Dispose();
        Delete(_path);
        _folders.Remove();
    }

    public void Dispose() => Handle.Dispose();

    /// <summary>Deletes a file if that can be done: what went wrong before is what the caller must hear of.</summary>
    public static void Delete(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // It stays, under a name that says what it is.
        }
    }

    private static PendingFile Open(string path, string target, FileMode mode, long room)
    {
        for (int attempt = 1; ; attempt++)
        {
            MadeFolders folders = MadeFolders.For(Path.GetDirectoryName(target)!);
            try
            {
                SafeFileHandle handle = File.OpenHandle(path, mode, FileAccess.ReadWrite, FileShare.None, FileOptions.Asynchronous, room);
                return new PendingFile(path, target, folders, handle);
            }
            catch (DirectoryNotFoundException) when (attempt < Tries)
            {
                // Another download that failed has just taken back the folder that it had made.
            }
            catch
            {
                folders.Remove();
                throw;
            }
        }
    }
}
