using System.Buffers;

namespace S3Kit.Benchmarks.Contenders;

/// <summary>The contenders by name.</summary>
internal static class Contender
{
    public const string Bare = "bare";
    public const string Aws = "awssdk";
    public const string Minio = "minio";
    public const string S3Kit = "s3kit";

    /// <summary>In the order of their turns.</summary>
    public static IReadOnlyList<string> All { get; } = [Bare, Aws, Minio, S3Kit];

    public static IContender Create(string name, Target target, int callers) => name switch
    {
        Bare => new BareContender(target),
        Aws => new AwsContender(target),
        Minio => new MinioContender(target),
        S3Kit => new S3KitContender(target, callers),
        _ => throw new ArgumentException($"There is no contender '{name}': {string.Join(", ", All)}.", nameof(name)),
    };

    /// <summary>Reads a body to its end into a pooled buffer, as an app would.</summary>
    public static async Task<long> DrainAsync(Stream body, CancellationToken cancellationToken)
    {
        byte[] buffer = ArrayPool<byte>.Shared.Rent(64 * 1024);
        try
        {
            long total = 0;
            int read;
            while ((read = await body.ReadAsync(buffer, cancellationToken).ConfigureAwait(false)) > 0)
            {
                total += read;
            }

            return total;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
