using System.Buffers;
using System.Text;

namespace S3Kit.Directories;

/// <summary>Which keys, relative to a prefix, can be paths of files within a folder. What is only dangerous on Windows is refused there alone, unless it has no innocent use.</summary>
internal static class FileKeys
{
    private const int MaxKeyBytes = 1024;

    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private static readonly SearchValues<char> WindowsCharacters =
        SearchValues.Create([.. Enumerable.Range(1, 31).Select(static code => (char)code), '<', '>', ':', '"', '|', '?', '*', '\\']);

    private static readonly SearchValues<string> WindowsDevices = SearchValues.Create(
        [
            "CON", "PRN", "AUX", "NUL", "CONIN$", "CONOUT$",
            .. "0123456789\u00b9\u00b2\u00b3".SelectMany(static digit => new[] { $"COM{digit}", $"LPT{digit}" }),
        ],
        StringComparison.OrdinalIgnoreCase);

    /// <summary>Why a key cannot be a path within a folder; null if it can.</summary>
    public static string? Fault(string key, bool onWindows)
    {
        if (key.Contains('\0', StringComparison.Ordinal))
        {
            return "it has a NUL character";
        }

        if (key.StartsWith('/') || key.StartsWith('\\'))
        {
            return $"it begins with '{key[0]}', as an absolute path does";
        }

        if (key.Length > 1 && key[1] == ':' && char.IsAsciiLetter(key[0]))
        {
            return "it begins with a drive letter";
        }

        // A marker ends with a slash that has nothing behind it.
        ReadOnlySpan<char> path = key.EndsWith('/') ? key.AsSpan(0, key.Length - 1) : key;
        foreach (Range range in path.Split('/'))
        {
            if (SegmentFault(path[range], onWindows) is { } fault)
            {
                return fault;
            }
        }

        return null;
    }

    /// <summary>Why the file of a path cannot be an object; null if it can.</summary>
    public static string? NameFault(string prefix, string path)
    {
        try
        {
            int bytes = StrictUtf8.GetByteCount(prefix) + StrictUtf8.GetByteCount(path);
            return bytes > MaxKeyBytes ? $"its key would have {bytes} bytes, and S3 allows 1,024" : Fault(path, onWindows: false);
        }
        catch (EncoderFallbackException)
        {
            return "its name is not valid Unicode";
        }
    }

    private static string? SegmentFault(ReadOnlySpan<char> segment, bool onWindows)
    {
        if (segment.IsEmpty)
        {
            return "it has an empty segment";
        }

        // A backslash is an innocent character outside Windows, but a path that climbs by it is meant to harm where it is one.
        foreach (Range range in segment.Split('\\'))
        {
            if (segment[range] is "." or "..")
            {
                return $"it has the segment '{segment[range]}'";
            }
        }

        if (!onWindows)
        {
            return null;
        }

        if (segment.IndexOfAny(WindowsCharacters) >= 0)
        {
            return $"'{segment}' has a character that no file name has on Windows";
        }

        if (segment[^1] is '.' or ' ')
        {
            return $"'{segment}' ends with a dot or space, which Windows drops";
        }

        int dot = segment.IndexOf('.');
        return WindowsDevices.Contains((dot < 0 ? segment : segment[..dot]).TrimEnd(' ').ToString()) ? $"'{segment}' is the name of a device on Windows" : null;
    }
}
