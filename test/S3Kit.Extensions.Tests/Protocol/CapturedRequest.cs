namespace S3Kit.Tests.Protocol;

/// <summary>A request as it would have gone over the wire.</summary>
internal sealed class CapturedRequest
{
    public required string Method { get; init; }

    /// <summary>Path and query, exactly as a connection sends them.</summary>
    public required string Target { get; init; }

    public required string Host { get; init; }

    /// <summary>All headers by lower-case name, several values joined as a connection joins them.</summary>
    public required IReadOnlyDictionary<string, string> Headers { get; init; }

    /// <summary>The bytes that went out, up to where the body broke off.</summary>
    public byte[] Body { get; set; } = [];

    public bool IsBodyComplete { get; set; }

    public string Path => Target.Split('?')[0];

    public string Query => Target.Contains('?', StringComparison.Ordinal) ? Target[(Target.IndexOf('?', StringComparison.Ordinal) + 1)..] : "";
}
