using System.Buffers;
using System.Globalization;
using System.Text;

namespace S3Kit.Protocol;

/// <summary>The tags of an object: what S3 allows, checked before anything is sent, and how a header carries them.</summary>
internal static class ObjectTags
{
    public const int MostTags = 10;

    // In UTF-16 code units, as S3 counts them.
    public const int LongestKey = 128;
    public const int LongestValue = 256;

    private static readonly SearchValues<char> Punctuation = SearchValues.Create("+-=._:/@");

    public static void Check(IReadOnlyDictionary<string, string>? tags, string parameter)
    {
        if (tags is null)
        {
            return;
        }

        if (tags.Count > MostTags)
        {
            throw new ArgumentException($"There are {tags.Count} tags; S3 allows {MostTags} for an object.", parameter);
        }

        var keys = new HashSet<string>(StringComparer.Ordinal);
        foreach ((string key, string value) in tags)
        {
            if (string.IsNullOrEmpty(key) || key.Length > LongestKey)
            {
                throw new ArgumentException($"The tag '{Shorten(key)}' has a key of {key?.Length ?? 0} characters; S3 allows 1 to {LongestKey}.", parameter);
            }

            if (value is null || value.Length > LongestValue)
            {
                throw new ArgumentException(
                    $"The value of the tag '{key}' {(value is null ? "is null" : $"has {value.Length} characters")}; S3 allows up to {LongestValue}.", parameter);
            }

            CheckText(key, key, parameter);
            CheckText(value, key, parameter);
            if (!keys.Add(key))
            {
                throw new ArgumentException($"The tag '{key}' is given twice; the keys of an object's tags are unique.", parameter);
            }
        }
    }

    /// <summary>The tags as the query string that a header carries; <see langword="null"/> when there are none.</summary>
    public static string? ToHeader(IReadOnlyDictionary<string, string>? tags) => tags is { Count: > 0 } ? S3Encoding.BuildQuery([.. tags]) : null;

    /// <summary>Whether S3 takes a character in a tag: letters, digits and spaces of any script, and a few signs.</summary>
    public static bool IsAllowed(Rune rune) => (rune.IsBmp && Punctuation.Contains((char)rune.Value)) || Rune.GetUnicodeCategory(rune)
        is UnicodeCategory.UppercaseLetter or UnicodeCategory.LowercaseLetter or UnicodeCategory.TitlecaseLetter or UnicodeCategory.ModifierLetter or UnicodeCategory.OtherLetter
        or UnicodeCategory.DecimalDigitNumber or UnicodeCategory.LetterNumber or UnicodeCategory.OtherNumber
        or UnicodeCategory.SpaceSeparator or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator;

    private static void CheckText(string text, string key, string parameter)
    {
        S3Names.CheckText(text, parameter);
        foreach (Rune rune in text.EnumerateRunes())
        {
            if (!IsAllowed(rune))
            {
                throw new ArgumentException($"The tag '{key}' holds the character U+{rune.Value:X4}; S3 allows letters, digits, spaces and + - = . _ : / @.", parameter);
            }
        }
    }

    private static string Shorten(string? text) => text is null || text.Length <= 80 ? text ?? "" : string.Concat(text.AsSpan(0, 77), "...");
}
