using System.Security.Cryptography;

namespace S3Kit.Chaos.Model;

/// <summary>The bytes of one write, which no other write has.</summary>
/// <param name="Number">What they are made of.</param>
/// <param name="Size">How many they are.</param>
/// <param name="Sha256">Their hash.</param>
internal sealed record Content(int Number, int Size, string Sha256)
{
    /// <summary>No object.</summary>
    public static Content None { get; } = new(0, -1, "none");

    public static Content Of(int number, int size) => new(number, size, Hash(Make(number, size)));

    public static string Hash(ReadOnlySpan<byte> bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));

    public byte[] Bytes() => Make(Number, Size);

    public override string ToString() => Size < 0 ? "nothing" : FormattableString.Invariant($"write {Number} ({Size} bytes)");

    private static byte[] Make(int number, int size)
    {
        var bytes = new byte[size];
        new Random(number).NextBytes(bytes);
        return bytes;
    }
}
