using Minio.Credentials;
using S3Kit.Configuration;
using S3Kit.Protocol;

namespace S3Kit.Credentials;

/// <summary>Makes the source of an endpoint's credentials. Each endpoint gets its own, which lives as long as it does.</summary>
internal sealed class CredentialSourceFactory(IHttpClientFactory clients, EnvironmentVariables environment, TimeProvider time)
{
    /// <summary>Makes the source for an endpoint whose options are valid.</summary>
    public ICredentialSource Create(string endpoint, EndpointOptions options) => options.Credentials switch
    {
        CredentialsSource.Static => Static(options),
        CredentialsSource.Anonymous => AnonymousCredentialSource.Instance,
        CredentialsSource.Environment =>
            Cached(endpoint, new MinioCredentialProvider(new AWSEnvironmentProvider(), "AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY")),
        CredentialsSource.MinioEnvironment =>
            Cached(endpoint, new MinioCredentialProvider(new MinioEnvironmentProvider(), "MINIO_ACCESS_KEY and MINIO_SECRET_KEY")),
        CredentialsSource.IamRole => Cached(endpoint, new RoleCredentialProvider(clients, environment)),
        _ => string.IsNullOrEmpty(options.AccessKey) ? AnonymousCredentialSource.Instance : Static(options),
    };

    private static StaticCredentialSource Static(EndpointOptions options) =>
        new(new S3Credentials(options.AccessKey!, options.SecretKey!, string.IsNullOrEmpty(options.SessionToken) ? null : options.SessionToken));

    private CachedCredentialSource Cached(string endpoint, ICredentialProvider provider) => new(provider, endpoint, time);
}
