using S3Kit.Benchmarks.Contenders;

namespace S3Kit.Benchmarks.Compare;

/// <summary>What is promised of one case.</summary>
/// <param name="Case">Its name.</param>
/// <param name="Callers">The callers.</param>
/// <param name="Text">What is promised.</param>
/// <param name="Measure">What there is of it.</param>
/// <param name="Wanted">What there should be.</param>
/// <param name="IsMost">Whether it may be no more, rather than no less.</param>
internal sealed record Bar(string Case, int Callers, string Text, Func<CaseResult, double> Measure, double Wanted, bool IsMost = false)
{
    public static IReadOnlyList<Bar> All { get; } =
    [
        Over("get-4k", 16, Contender.Aws, 3.5),
        Over("get-4k", 16, Contender.Minio, 4),
        Over("get-4k", 16, Contender.Bare, 0.6),
        Allocates("get-4k", 16, 8),
        Over("put-4k", 16, Contender.Aws, 4.5),
        Over("put-4k", 16, Contender.Minio, 2),
        Over("put-4k", 16, Contender.Bare, 0.55),
        Allocates("put-4k", 16, 9),
        Over("list-10k", 1, Contender.Aws, 2),
        Over("list-10k", 1, Contender.Minio, 2),
        Allocates("list-10k", 1, 2.5 * 1024),
        Over("download-256m", 1, Contender.Aws, 2.5),
        Over("download-256m", 1, Contender.Minio, 1.1),
        Over("download-256m", 1, Contender.Bare, 0.9),
        Over("upload-256m", 1, Contender.Aws, 2),
        Over("upload-256m", 1, Contender.Minio, 2.5),
        new("upload-256m", 1, "extra memory, MB", static result => result.Median(Contender.S3Kit, static round => round.ExtraBytes / 1e6), 64, IsMost: true),
        Allocates("upload-256m", 1, 2 * 1024),
        Over("far-download-256m", 1, Contender.Aws, 1.5),
        Over("far-upload-256m", 1, Contender.Aws, 1.5),
        new("far-get-4k", 1, "time of a bare get, one round trip", static result => result.Ratio(Contender.Bare, Contender.S3Kit), 1.2, IsMost: true),
    ];

    public bool IsHeld(double value) => IsMost ? value <= Wanted : value >= Wanted;

    private static Bar Over(string name, int callers, string other, double times) =>
        new(name, callers, $"times {other}", result => result.Ratio(Contender.S3Kit, other), times);

    private static Bar Allocates(string name, int callers, double kilobytes) =>
        new(name, callers, "KB allocated", static result => result.Median(Contender.S3Kit, static round => round.AllocatedKilobytes), kilobytes, IsMost: true);
}
