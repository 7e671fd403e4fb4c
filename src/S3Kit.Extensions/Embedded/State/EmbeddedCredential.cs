using S3Kit.Protocol;

namespace S3Kit.Embedded;

/// <summary>A key pair the store accepts, and the account it acts for.</summary>
internal sealed class EmbeddedCredential(S3Credentials credentials, string account)
{
    public S3Credentials Credentials { get; } = credentials;

    public string Account { get; } = account;

    /// <summary>One each, so that callers with different keys don't derive their signing keys anew on every request.</summary>
    public SigV4Signer Signer { get; } = new();
}
