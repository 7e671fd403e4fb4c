using System.Buffers;
using System.Net;

namespace S3Kit.Embedded;

/// <summary>S3's rules for the names of buckets.</summary>
internal static class BucketName
{
    private static readonly SearchValues<char> Allowed = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789.-");

    public static bool IsValid(string name) =>
        name.Length is >= 3 and <= 63
        && char.IsAsciiLetterOrDigit(name[0])
        && char.IsAsciiLetterOrDigit(name[^1])
        && !name.AsSpan().ContainsAnyExcept(Allowed)
        && !name.Contains("..", StringComparison.Ordinal)
        && !LooksLikeAddress(name);

    private static bool LooksLikeAddress(string name) => name.AsSpan().Count('.') == 3 && IPAddress.TryParse(name, out _);
}
