using System.Buffers.Text;
using System.Text;

namespace S3Kit.Protocol;

/// <summary>
/// Carries any text through an ASCII header, as RFC 2047 encoded words: S3's own way for user metadata. AWS decodes such a value before it
/// stores it and encodes it when it answers; other stores hand it back as it came.
/// </summary>
internal static class EncodedWords
{
    private const string Start = "=?UTF-8?B?";
    private const string End = "?=";

    // An encoded word has at most 75 characters: 60 of base64 are 45 bytes.
    private const int BytesInOneWord = 45;

    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    public static string Encode(string value)
    {
        if (IsPlain(value))
        {
            return value;
        }

        var words = new StringBuilder(value.Length * 2);
        Span<byte> bytes = stackalloc byte[BytesInOneWord];
        Span<char> base64 = stackalloc char[64];
        int used = 0;
        foreach (Rune rune in value.EnumerateRunes())
        {
            if (used + rune.Utf8SequenceLength > BytesInOneWord)
            {
                Append(words, bytes[..used], base64);
                used = 0;
            }

            used += rune.EncodeToUtf8(bytes[used..]);
        }

        Append(words, bytes[..used], base64);
        return words.ToString();
    }

    public static string Decode(string value)
    {
        if (!value.Contains("=?", StringComparison.Ordinal))
        {
            return value;
        }

        var text = new StringBuilder(value.Length);
        ReadOnlySpan<char> rest = value;
        bool afterWord = false;
        while (rest.Length > 0)
        {
            int start = rest.IndexOf("=?", StringComparison.Ordinal);
            if (start < 0)
            {
                break;
            }

            if (!TryDecodeWord(rest[start..], out string decoded, out int length))
            {
                text.Append(rest[..(start + 2)]);
                rest = rest[(start + 2)..];
                afterWord = false;
                continue;
            }

            // White space between two encoded words is no part of the text.
            ReadOnlySpan<char> between = rest[..start];
            if (!afterWord || !between.IsWhiteSpace())
            {
                text.Append(between);
            }

            text.Append(decoded);
            rest = rest[(start + length)..];
            afterWord = true;
        }

        return text.Append(rest).ToString();
    }

    private static bool IsPlain(string value)
    {
        foreach (char c in value)
        {
            if (c is < ' ' or > '~')
            {
                return false;
            }
        }

        // Outer spaces would be trimmed on the way, and what looks like an encoded word would be decoded on reading.
        return value.Length == 0 || (value[0] != ' ' && value[^1] != ' ' && !value.Contains("=?", StringComparison.Ordinal));
    }

    private static void Append(StringBuilder words, ReadOnlySpan<byte> bytes, Span<char> base64)
    {
        Convert.TryToBase64Chars(bytes, base64, out int written);
        if (words.Length > 0)
        {
            words.Append(' ');
        }

        words.Append(Start).Append(base64[..written]).Append(End);
    }

    private static bool TryDecodeWord(ReadOnlySpan<char> text, out string decoded, out int length)
    {
        decoded = "";
        length = 0;
        int charsetEnd = text[2..].IndexOf('?') + 2;
        if (charsetEnd < 3 || text.Length < charsetEnd + 3 || text[charsetEnd + 2] != '?')
        {
            return false;
        }

        int dataStart = charsetEnd + 3;
        int dataLength = text[dataStart..].IndexOf("?=", StringComparison.Ordinal);
        if (dataLength < 0 || !text[2..charsetEnd].Equals("utf-8", StringComparison.OrdinalIgnoreCase))
        {
            return false;
        }

        ReadOnlySpan<char> data = text.Slice(dataStart, dataLength);
        byte[]? bytes = char.ToUpperInvariant(text[charsetEnd + 1]) switch
        {
            'B' => FromBase64(data),
            'Q' => FromQuotedPrintable(data),
            _ => null,
        };
        if (bytes is null)
        {
            return false;
        }

        try
        {
            decoded = StrictUtf8.GetString(bytes);
        }
        catch (DecoderFallbackException)
        {
            // Kept as it is: replaced characters would be lost for good.
            return false;
        }

        length = dataStart + dataLength + 2;
        return true;
    }

    private static byte[]? FromBase64(ReadOnlySpan<char> data)
    {
        byte[] bytes = new byte[Base64.GetMaxDecodedFromUtf8Length(data.Length + 3)];
        return Convert.TryFromBase64Chars(data, bytes, out int written) ? bytes[..written] : null;
    }

    private static byte[]? FromQuotedPrintable(ReadOnlySpan<char> data)
    {
        byte[] bytes = new byte[data.Length];
        int count = 0;
        for (int i = 0; i < data.Length; i++)
        {
            char c = data[i];
            if (c == '=')
            {
                if (i + 2 >= data.Length || !byte.TryParse(data.Slice(i + 1, 2), System.Globalization.NumberStyles.AllowHexSpecifier, null, out bytes[count++]))
                {
                    return null;
                }

                i += 2;
            }
            else if (c > '~')
            {
                return null;
            }
            else
            {
                bytes[count++] = c == '_' ? (byte)' ' : (byte)c;
            }
        }

        return bytes[..count];
    }
}
