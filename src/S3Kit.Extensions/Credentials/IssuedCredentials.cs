using S3Kit.Protocol;

namespace S3Kit.Credentials;

/// <summary>Credentials as somebody has issued them. Not a record: nothing may print it.</summary>
internal sealed class IssuedCredentials(S3Credentials credentials, DateTimeOffset? expires)
{
    public S3Credentials Credentials { get; } = credentials;

    /// <summary>When they expire; <see langword="null"/> for never.</summary>
    public DateTimeOffset? Expires { get; } = expires;
}
