namespace S3Kit.Transfers;

/// <summary>Makes the folders that a file needs, and takes back those it made when nothing came of the file.</summary>
internal sealed class MadeFolders
{
    // From the outermost to the innermost.
    private readonly List<string> _made = [];

    public static MadeFolders For(string folder)
    {
        var folders = new MadeFolders();
        for (string? each = folder; each is not null && !Directory.Exists(each); each = Path.GetDirectoryName(each))
        {
            folders._made.Insert(0, each);
        }

        Directory.CreateDirectory(folder);
        return folders;
    }

    public void Remove()
    {
        for (int i = _made.Count - 1; i >= 0; i--)
        {
            try
            {
                // Fails when there is something in it, which is what is wanted.
                Directory.Delete(_made[i]);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                return;
            }
        }
    }
}
