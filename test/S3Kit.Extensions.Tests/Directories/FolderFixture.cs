namespace S3Kit.Tests.Directories;

/// <summary>A store in memory with a bucket, and a folder, for each test.</summary>
public abstract class FolderFixture : EmbeddedFixture
{
    private string? _above;

    /// <summary>The folder of the test. There is another level above it that belongs to the test too, for what tries to get there.</summary>
    private protected string Folder { get; private set; } = null!;

    private protected string Outside => Path.Combine(_above!, "outside");

    [SetUp]
    public void MakeFolder()
    {
        _above = Directory.CreateTempSubdirectory("s3kit-test-").FullName;
        Folder = Path.Combine(_above, "folder");
        Directory.CreateDirectory(Folder);
        Directory.CreateDirectory(Outside);
    }

    [TearDown]
    public void DropFolder()
    {
        if (_above is not null)
        {
            Directory.Delete(_above, recursive: true);
        }
    }

    private protected string At(string path) => Path.Combine(Folder, path);

    /// <summary>Writes a file, and the folders it needs; its content is its path unless the test says otherwise.</summary>
    private protected void Write(string path, string? content = null)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(At(path))!);
        File.WriteAllText(At(path), content ?? path);
    }

    /// <summary>What is in the folder: relative paths, those of folders with a slash at the end.</summary>
    private protected List<string> Tree(string? of = null)
    {
        string root = of ?? Folder;
        return [.. Directory.EnumerateFileSystemEntries(root, "*", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = default })
            .Select(path => Path.GetRelativePath(root, path).Replace('\\', '/') + (File.GetAttributes(path).HasFlag(FileAttributes.Directory) ? "/" : ""))
            .Order(StringComparer.Ordinal)];
    }
}
