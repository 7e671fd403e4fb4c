using Microsoft.Extensions.Primitives;

namespace S3Kit.AspNetCore;

/// <summary>
/// The entity tags of <c>If-Match</c> or <c>If-None-Match</c> (RFC 9110, section 8.8.3). Tags without quotes, which S3 clients send, count as strong ones:
/// a condition that cannot be read must not pass for no condition.
/// </summary>
internal sealed class EntityTagList
{
    private readonly List<(string Tag, bool IsWeak)> _tags = [];

    private EntityTagList()
    {
    }

    /// <summary>Whether the list is <c>*</c>: any current object will do.</summary>
    public bool IsAny { get; private set; }

    /// <summary>The one strong tag of the list; null when there are none, several, or a weak or empty one.</summary>
    public string? Single => !IsAny && _tags is [{ IsWeak: false, Tag.Length: > 0 } only] ? only.Tag : null;

    /// <summary>Reads a header; null when it was not sent.</summary>
    public static EntityTagList? Parse(StringValues header)
    {
        if (header.Count == 0)
        {
            return null;
        }

        var list = new EntityTagList();
        foreach (var line in header)
        {
            list.Add(line ?? "");
        }

        return list;
    }

    /// <summary>Strong comparison, for <c>If-Match</c> and <c>If-Range</c>: weak tags never match.</summary>
    public bool ContainsStrong(string? tag) => IsAny || (tag is not null && _tags.Contains((tag, false)));

    /// <summary>Weak comparison, for <c>If-None-Match</c>.</summary>
    public bool ContainsWeak(string? tag) => IsAny || (tag is not null && _tags.Exists(each => string.Equals(each.Tag, tag, StringComparison.Ordinal)));

    private void Add(string line)
    {
        var at = 0;
        while (at < line.Length)
        {
            if (line[at] is ' ' or '\t' or ',')
            {
                at++;
                continue;
            }

            var isWeak = line.AsSpan(at).StartsWith("W/\"", StringComparison.Ordinal);
            var start = isWeak ? at + 2 : at;
            var quoted = line[start] == '"';
            var end = quoted ? line.IndexOf('"', start + 1) : line.IndexOf(',', start);
            end = end < 0 ? line.Length : end;
            var tag = quoted ? line[(start + 1)..end] : line[start..end].TrimEnd();
            if (!quoted && tag is "*")
            {
                IsAny = true;
            }
            else
            {
                _tags.Add((tag, isWeak));
            }

            at = end + 1;
        }
    }
}
