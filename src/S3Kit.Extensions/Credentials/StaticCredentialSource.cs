using S3Kit.Protocol;

namespace S3Kit.Credentials;

/// <summary>Credentials that are known and do not change.</summary>
internal sealed class StaticCredentialSource(S3Credentials credentials) : ICredentialSource
{
    public ValueTask<S3Credentials?> GetAsync(CancellationToken cancellationToken) => new(credentials);
}
