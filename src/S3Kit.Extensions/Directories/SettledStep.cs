namespace S3Kit.Directories;

/// <summary>A file whose fate was clear before the transfer began.</summary>
internal sealed class SettledStep : DirectoryStep
{
    private readonly DirectoryFileResult _result;

    private SettledStep(string path, string key, string filePath, Exception? error, string? reason)
        : base(path, key, filePath, size: 0) => _result = error is not null ? Failed(error) : Skipped(reason!);

    public static SettledStep Failure(string path, string key, string filePath, Exception error) => new(path, key, filePath, error, reason: null);

    public static SettledStep Skip(string path, string key, string filePath, string reason) => new(path, key, filePath, error: null, reason);

    public override Task<DirectoryFileResult> RunAsync(CancellationToken cancellationToken) => Task.FromResult(_result);
}
