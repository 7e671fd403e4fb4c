using System.Security.Cryptography;

namespace S3Kit.IntegrationTests;

/// <summary>Contents that do not repeat, the same on every run.</summary>
internal static class TestBytes
{
    public static byte[] Of(int size, int seed = 1)
    {
        var bytes = new byte[size];
        new Random(seed).NextBytes(bytes);
        return bytes;
    }

    public static string Sha256(ReadOnlySpan<byte> bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));

    public static async Task<string> Sha256Async(Stream stream, CancellationToken cancellationToken) =>
        Convert.ToHexStringLower(await SHA256.HashDataAsync(stream, cancellationToken));

    public static async Task<string> Sha256OfFileAsync(string path, CancellationToken cancellationToken)
    {
        await using var file = File.OpenRead(path);
        return await Sha256Async(file, cancellationToken);
    }

    /// <summary>What S3 takes for the ETag of an object put in one request.</summary>
#pragma warning disable CA5351 // The protocol's choice, not a matter of security.
    public static string Md5(ReadOnlySpan<byte> bytes) => Convert.ToHexStringLower(MD5.HashData(bytes));
#pragma warning restore CA5351

    public static async Task<byte[]> ReadToEndAsync(this Stream stream, CancellationToken cancellationToken)
    {
        using var copy = new MemoryStream();
        await stream.CopyToAsync(copy, cancellationToken);
        return copy.ToArray();
    }
}
