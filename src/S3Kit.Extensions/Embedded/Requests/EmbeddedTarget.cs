namespace S3Kit.Embedded;

/// <summary>What a request is about, taken from its host and its raw path without collapsing anything.</summary>
internal readonly record struct EmbeddedTarget(string Host, string Path, string? Bucket, string? Key)
{
    /// <param name="host">The Host header, port included.</param>
    /// <param name="rawPath">The path as sent.</param>
    /// <param name="baseHost">The host whose subdomains are buckets.</param>
    public static EmbeddedTarget Parse(string host, string rawPath, string baseHost)
    {
        var path = PercentDecoding.Decode(rawPath);
        var named = BucketOf(host, baseHost);
        if (named is not null)
        {
            return new EmbeddedTarget(host, path, named, path.Length > 1 ? path[1..] : null);
        }

        if (path.Length <= 1)
        {
            return new EmbeddedTarget(host, path, null, null);
        }

        // Only the first slash after the bucket divides; every further one belongs to the key.
        var slash = path.IndexOf('/', 1);
        var bucket = slash < 0 ? path[1..] : path[1..slash];
        var key = slash < 0 || slash == path.Length - 1 ? null : path[(slash + 1)..];
        return new EmbeddedTarget(host, path, bucket, key);
    }

    private static string? BucketOf(string host, string baseHost)
    {
        var name = WithoutPort(host);
        var suffix = WithoutPort(baseHost);
        return name.Length > suffix.Length + 1
            && name[^(suffix.Length + 1)] == '.'
            && name.EndsWith(suffix, StringComparison.OrdinalIgnoreCase)
                ? name[..^(suffix.Length + 1)].ToString()
                : null;
    }

    private static ReadOnlySpan<char> WithoutPort(string host)
    {
        var colon = host.LastIndexOf(':');
        return colon > 0 && !host.EndsWith(']') ? host.AsSpan(0, colon) : host;
    }
}
