namespace S3Kit.Benchmarks.Compare;

/// <summary>What is measured.</summary>
/// <param name="Name">Its name in tables and arguments.</param>
/// <param name="Work">What one operation does.</param>
/// <param name="Size">How many bytes it moves.</param>
/// <param name="Callers">How many do it at a time.</param>
/// <param name="IsFar">Whether the server holds answers back and connections are slow.</param>
internal sealed record CaseDefinition(string Name, WorkKind Work, long Size, int Callers, bool IsFar = false)
{
    private const long KiB = 1024;
    private const long MiB = 1024 * KiB;

    public static IReadOnlyList<CaseDefinition> All { get; } =
    [
        .. Each([1, 16, 64, 256], static callers => new CaseDefinition("get-4k", WorkKind.Get, 4 * KiB, callers)),
        .. Each([1, 16, 64], static callers => new CaseDefinition("put-4k", WorkKind.Put, 4 * KiB, callers)),
        .. Each([1, 16, 64], static callers => new CaseDefinition("head", WorkKind.Head, 0, callers)),
        new("list-10k", WorkKind.List, 0, 1),
        new("get-1m", WorkKind.Get, MiB, 16),
        new("put-1m", WorkKind.Put, MiB, 16),
        new("mixed", WorkKind.Mixed, 4 * KiB, 16),
        new("download-256m", WorkKind.Download, 256 * MiB, 1),
        new("upload-256m", WorkKind.Upload, 256 * MiB, 1),
        new("far-get-4k", WorkKind.Get, 4 * KiB, 1, IsFar: true),
        new("far-download-256m", WorkKind.Download, 256 * MiB, 1, IsFar: true),
        new("far-upload-256m", WorkKind.Upload, 256 * MiB, 1, IsFar: true),
        new("first-request", WorkKind.First, 4 * KiB, 1),
        new("idle-1000", WorkKind.Idle, 0, 1),
    ];

    private static IEnumerable<CaseDefinition> Each(int[] callers, Func<int, CaseDefinition> create) => callers.Select(create);
}
