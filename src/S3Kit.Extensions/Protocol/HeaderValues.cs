using System.Buffers;

namespace S3Kit.Protocol;

/// <summary>Checks what a caller puts into headers, so that a wrong value is refused by name instead of breaking the request.</summary>
internal static class HeaderValues
{
    // RFC 9110, section 5.6.2.
    private static readonly SearchValues<char> TokenCharacters =
        SearchValues.Create("!#$%&'*+-.^_`|~0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ");

    public static void Check(string? value, string option)
    {
        if (value is null)
        {
            return;
        }

        foreach (char c in value)
        {
            if (c is < ' ' or > '~')
            {
                throw new ArgumentException(
                    $"{option} holds the character U+{(int)c:X4}; a header carries printable ASCII only (in Content-Disposition, write other names as filename*=UTF-8''...).", option);
            }
        }
    }

    /// <summary>Checks the ETag of a condition. An empty one is the mistake of who has read none: the request would go without the condition, or never succeed.</summary>
    public static void CheckETag(string? value, string option)
    {
        Check(value, option);
        if (value is not null && string.IsNullOrWhiteSpace(value))
        {
            throw new ArgumentException($"{option} is empty; leave it null where there is no condition.", option);
        }
    }

    /// <summary>Checks what others will send and a store compare: nothing on the way may change it.</summary>
    public static void CheckSigned(string? value, string option)
    {
        Check(value, option);
        if (value is not null && (value.Length == 0 || value[0] == ' ' || value[^1] == ' '))
        {
            throw new ArgumentException($"{option} is empty or has spaces at its ends, which do not survive the way.", option);
        }
    }

    public static void CheckMetadata(IReadOnlyDictionary<string, string> metadata)
    {
        var names = new HashSet<string>(metadata.Count, StringComparer.OrdinalIgnoreCase);
        foreach ((string name, string value) in metadata)
        {
            if (string.IsNullOrEmpty(name) || name.AsSpan().ContainsAnyExcept(TokenCharacters))
            {
                throw new ArgumentException($"The metadata name '{name}' cannot be part of a header name; allowed are ASCII letters, digits and !#$%&'*+-.^_`|~.", nameof(metadata));
            }

            if (!names.Add(name))
            {
                throw new ArgumentException($"The metadata name '{name}' is given twice: case makes no difference in names of headers.", nameof(metadata));
            }

            if (value is null)
            {
                throw new ArgumentException($"The metadata value of '{name}' is null.", nameof(metadata));
            }

            foreach (char c in value)
            {
                if (char.IsControl(c))
                {
                    throw new ArgumentException($"The metadata value of '{name}' holds the control character U+{(int)c:X4}.", nameof(metadata));
                }
            }

            S3Names.CheckText(value, nameof(metadata));
        }
    }
}
