using System.Buffers.Text;
using System.Text;

namespace S3Kit.Protocol.Operations;

/// <summary>Writes where a listing stands as one word, which callers hand back for the next page.</summary>
internal static class PositionToken
{
    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    public static string Write(string version, params IEnumerable<string> parts) =>
        string.Join('.', parts.Select(static part => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(part))).Prepend(version));

    /// <summary>The parts; <see langword="null"/> when the token is none of this version with as many parts.</summary>
    public static string[]? Read(string token, string version, int parts)
    {
        string[] words = token.Split('.');
        if (words.Length != parts + 1 || words[0] != version)
        {
            return null;
        }

        try
        {
            return [.. words.Skip(1).Select(static word => StrictUtf8.GetString(Base64Url.DecodeFromChars(word)))];
        }
        catch (Exception e) when (e is FormatException or DecoderFallbackException)
        {
            return null;
        }
    }
}
