using System.Net.Http.Headers;
using System.Text;

namespace S3Kit.Conveniences;

/// <summary>Which encoding a text has. None of them replaces what it cannot express: it throws.</summary>
internal static class TextEncodings
{
    private static readonly Encoding Utf8 = Strict(new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));

    /// <summary>The order in which marks are looked for: that of UTF-32 begins with that of UTF-16.</summary>
    private static readonly Encoding[] Marked =
    [
        Strict(Encoding.UTF8),
        Strict(Encoding.UTF32),
        Strict(new UTF32Encoding(bigEndian: true, byteOrderMark: true)),
        Strict(Encoding.Unicode),
        Strict(Encoding.BigEndianUnicode),
    ];

    /// <summary>The bytes of a text whose content type says how it is written; without a charset, in UTF-8.</summary>
    /// <exception cref="ArgumentException">The charset is not known, or cannot express the text.</exception>
    public static byte[] GetBytes(string text, string? contentType)
    {
        string? charset = CharsetOf(contentType);
        Encoding encoding = charset is null ? Utf8 : Find(charset)
            ?? throw new ArgumentException($"{nameof(PutObjectOptions.ContentType)} names the charset '{charset}', which this app does not know; use utf-8, or store the bytes.", nameof(contentType));

        // These two do not say which byte comes first, so the text must (RFC 2781, section 3.3).
        bool isMarked = string.Equals(charset, "utf-16", StringComparison.OrdinalIgnoreCase) || string.Equals(charset, "utf-32", StringComparison.OrdinalIgnoreCase);
        try
        {
            return isMarked ? [.. encoding.Preamble, .. encoding.GetBytes(text)] : encoding.GetBytes(text);
        }
        catch (EncoderFallbackException e)
        {
            throw new ArgumentException($"The character at position {e.Index} cannot be written in {encoding.WebName}.", nameof(text), e);
        }
    }

    /// <summary>The text that bytes stand for.</summary>
    /// <exception cref="DecoderFallbackException">The bytes are not of that encoding.</exception>
    /// <exception cref="NotSupportedException">The charset of the content type is not known.</exception>
    public static string GetString(ReadOnlySpan<byte> bytes, Encoding? wanted, string? contentType)
    {
        Encoding encoding = wanted is null ? EncodingOf(bytes, contentType) : Strict(wanted);

        // Not its own preamble: an encoding may have been made without one, and the bytes begin with a mark all the same.
        ReadOnlySpan<byte> mark = Array.Find(Marked, marked => marked.CodePage == encoding.CodePage) is { } known ? known.Preamble : default;
        return encoding.GetString(bytes.StartsWith(mark) ? bytes[mark.Length..] : bytes);
    }

    private static Encoding EncodingOf(ReadOnlySpan<byte> bytes, string? contentType)
    {
        foreach (Encoding marked in Marked)
        {
            if (bytes.StartsWith(marked.Preamble))
            {
                return marked;
            }
        }

        return CharsetOf(contentType) is not { } charset ? Utf8 : Find(charset) ?? throw new NotSupportedException($"the charset '{charset}' of its content type is not known here.");
    }

    private static string? CharsetOf(string? contentType) =>
        MediaTypeHeaderValue.TryParse(contentType, out MediaTypeHeaderValue? type) && type.CharSet?.Trim('"', '\'', ' ') is { Length: > 0 } charset ? charset : null;

    private static Encoding? Find(string charset)
    {
        try
        {
            // UTF-8 without a mark is what everybody means by the name.
            Encoding found = Encoding.GetEncoding(charset, EncoderFallback.ExceptionFallback, DecoderFallback.ExceptionFallback);
            return found.CodePage == Utf8.CodePage ? Utf8 : found;
        }
        catch (Exception e) when (e is ArgumentException or NotSupportedException)
        {
            return null;
        }
    }

    private static Encoding Strict(Encoding encoding)
    {
        var strict = (Encoding)encoding.Clone();
        strict.EncoderFallback = EncoderFallback.ExceptionFallback;
        strict.DecoderFallback = DecoderFallback.ExceptionFallback;
        return strict;
    }
}
