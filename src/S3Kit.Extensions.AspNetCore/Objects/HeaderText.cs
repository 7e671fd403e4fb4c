using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace S3Kit.AspNetCore;

/// <summary>Text for response headers. What is stored need not be fit for one, and a server that refuses a header turns the whole answer into a 500.</summary>
internal static class HeaderText
{
    // RFC 2047 limits an encoded word to 75 characters, 12 of which are "=?UTF-8?B?" and "?="; 45 bytes make 60 characters of Base64.
    private const int BytesPerWord = 45;

    /// <summary>Whether the text consists of printable ASCII and may be a header value as it is.</summary>
    public static bool IsPlain(string text) => !text.AsSpan().ContainsAnyExceptInRange(' ', '~');

    /// <summary>Whether the text may be the name of a header (RFC 9110, section 5.6.2).</summary>
    public static bool IsToken(string name) =>
        name.Length > 0 && name.All(static c => char.IsAsciiLetterOrDigit(c) || "!#$%&'*+-.^_`|~".Contains(c, StringComparison.Ordinal));

    /// <summary>The text with every character that a header cannot hold replaced by an underscore.</summary>
    [return: NotNullIfNotNull(nameof(text))]
    public static string? Plain(string? text) => text is null || IsPlain(text)
        ? text
        : string.Create(text.Length, text, static (target, source) =>
        {
            for (var i = 0; i < target.Length; i++)
            {
                target[i] = source[i] is >= ' ' and <= '~' ? source[i] : '_';
            }
        });

    /// <summary>The text as RFC 2047 encoded words where it is not plain, as S3 itself sends such metadata.</summary>
    public static string Encode(string text)
    {
        if (IsPlain(text))
        {
            return text;
        }

        var words = new StringBuilder();
        var bytes = new byte[BytesPerWord];
        var length = 0;
        foreach (var rune in text.EnumerateRunes())
        {
            // A character must not be split between two words: each is decoded on its own.
            if (length + rune.Utf8SequenceLength > BytesPerWord)
            {
                Flush();
            }

            length += rune.EncodeToUtf8(bytes.AsSpan(length));
        }

        Flush();
        return words.ToString();

        void Flush()
        {
            words.Append(words.Length == 0 ? "" : " ").Append("=?UTF-8?B?").Append(Convert.ToBase64String(bytes, 0, length)).Append("?=");
            length = 0;
        }
    }
}
