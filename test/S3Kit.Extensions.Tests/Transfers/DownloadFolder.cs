namespace S3Kit.Tests.Transfers;

/// <summary>A folder to download to.</summary>
internal sealed class DownloadFolder : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("s3kit-test-");

    public string Target => At("file");

    public IEnumerable<string> Files =>
        Directory.GetFileSystemEntries(_folder.FullName, "*", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = default }).Select(path => Path.GetRelativePath(_folder.FullName, path)).Order();

    public string At(params string[] names) => Path.Combine([_folder.FullName, .. names]);

    public void Dispose() => _folder.Delete(recursive: true);
}
