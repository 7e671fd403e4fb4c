namespace S3Kit.Protocol;

/// <summary>Entity tags are handed out without quotes and taken with or without them.</summary>
internal static class ETags
{
    public static string? Unquote(string? header)
    {
        if (header is null)
        {
            return null;
        }

        ReadOnlySpan<char> tag = header.AsSpan().Trim();
        if (tag.StartsWith("W/", StringComparison.Ordinal))
        {
            tag = tag[2..];
        }

        return tag.Length >= 2 && tag[0] == '"' && tag[^1] == '"' ? tag[1..^1].ToString() : tag.ToString();
    }

    /// <summary>Whether a list of tags, as a condition has it, names this one.</summary>
    public static bool Matches(string list, string? tag)
    {
        foreach (string each in list.Split(',', StringSplitOptions.TrimEntries))
        {
            if (each is "*" || (tag is not null && string.Equals(Unquote(each), tag, StringComparison.Ordinal)))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether a condition names this tag. One that is not known may be any.</summary>
    public static bool Names(string condition, string? tag) => tag is null || Matches(condition, tag);

    public static string Quote(string tag) =>
        tag is "*" || (tag.Length > 0 && (tag[0] == '"' || tag.StartsWith("W/", StringComparison.Ordinal) || tag.Contains(','))) ? tag : $"\"{tag}\"";
}
