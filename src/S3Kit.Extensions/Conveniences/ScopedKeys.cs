using System.Diagnostics.CodeAnalysis;

namespace S3Kit.Conveniences;

/// <summary>
/// Keys below a prefix, seen from there. Without a prefix every key is what it is. With one, a key that some server, proxy or file system on the way
/// could read as leading out is refused, whatever this store makes of it.
/// </summary>
internal readonly struct ScopedKeys
{
    private readonly string? _prefix;

    private ScopedKeys(string prefix) => _prefix = prefix;

    public string Prefix => _prefix ?? "";

    /// <summary>The prefix of a scope within this one.</summary>
    public ScopedKeys Narrow(string prefix)
    {
        ArgumentException.ThrowIfNullOrEmpty(prefix);
        if (!prefix.EndsWith('/'))
        {
            throw new ArgumentException($"The prefix '{prefix}' does not end with '/'. Without it, 'a' would also hold what is in 'ab'.", nameof(prefix));
        }

        return Escapes(prefix) is { } reason
            ? throw new ArgumentException($"The prefix '{prefix}' is refused: {reason}.", nameof(prefix))
            : new ScopedKeys(Prefix + prefix);
    }

    /// <summary>The key in the bucket.</summary>
    public string ToFull(string key)
    {
        ArgumentException.ThrowIfNullOrEmpty(key);
        if (Prefix.Length == 0)
        {
            return key;
        }

        return Escapes(key) is { } reason
            ? throw new ArgumentException($"The key '{key}' is refused in a scope of prefix '{Prefix}': {reason}.", nameof(key))
            : Prefix + key;
    }

    /// <summary>The prefix of a listing in the bucket.</summary>
    public string? ToFullPrefix(string? prefix)
    {
        if (Prefix.Length == 0 || string.IsNullOrEmpty(prefix))
        {
            return Prefix.Length == 0 ? prefix : Prefix;
        }

        // What stands behind the last slash is the beginning of a name: it may be dots.
        return EscapesAsPrefix(prefix) is { } reason
            ? throw new ArgumentException($"The prefix '{prefix}' is refused in a scope of prefix '{Prefix}': {reason}.", nameof(prefix))
            : Prefix + prefix;
    }

    /// <summary>The key seen from the scope; false for what is outside, or could not be asked for here.</summary>
    public bool TryToRelative(string key, [NotNullWhen(true)] out string? relative) => TryStrip(key, Escapes, out relative);

    /// <summary>The common prefix seen from the scope; false for what is outside, or could not be asked for here.</summary>
    public bool TryToRelativePrefix(string listed, [NotNullWhen(true)] out string? relative) => TryStrip(listed, EscapesAsPrefix, out relative);

    private bool TryStrip(string text, Func<string, string?> escapes, [NotNullWhen(true)] out string? relative)
    {
        if (Prefix.Length == 0)
        {
            relative = text;
            return true;
        }

        relative = text.Length > Prefix.Length && text.StartsWith(Prefix, StringComparison.Ordinal) ? text[Prefix.Length..] : null;
        if (relative is not null && escapes(relative) is null)
        {
            return true;
        }

        relative = null;
        return false;
    }

    private static string? EscapesAsPrefix(string listed) => Escapes(listed[..(listed.AsSpan().LastIndexOfAny('/', '\\') + 1)]);

    /// <summary>Why a key could lead out of its prefix; null if it cannot. A backslash counts as a slash: on some systems it is one.</summary>
    private static string? Escapes(string key)
    {
        if (key.StartsWith('/') || key.StartsWith('\\'))
        {
            return $"it begins with '{key[0]}'";
        }

        foreach (Range range in key.AsSpan().SplitAny('/', '\\'))
        {
            if (key.AsSpan()[range] is "." or "..")
            {
                return $"it has the segment '{key[range]}'";
            }
        }

        return null;
    }
}
