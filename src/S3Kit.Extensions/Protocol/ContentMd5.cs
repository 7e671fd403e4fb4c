using System.Security.Cryptography;

namespace S3Kit.Protocol;

/// <summary>The header <c>Content-MD5</c>, without which some operations are refused (RFC 1864).</summary>
internal static class ContentMd5
{
#pragma warning disable CA5351 // Not for security: the protocol wants it against mistakes on the way.
    public static string Of(ReadOnlySpan<byte> bytes) => Convert.ToBase64String(MD5.HashData(bytes));
#pragma warning restore CA5351
}
