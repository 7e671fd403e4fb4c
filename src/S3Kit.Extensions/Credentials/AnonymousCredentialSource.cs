using S3Kit.Protocol;

namespace S3Kit.Credentials;

/// <summary>No credentials: public buckets are read unsigned.</summary>
internal sealed class AnonymousCredentialSource : ICredentialSource
{
    public static AnonymousCredentialSource Instance { get; } = new();

    public ValueTask<S3Credentials?> GetAsync(CancellationToken cancellationToken) => default;
}
