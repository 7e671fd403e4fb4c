using S3Kit.Protocol;

namespace S3Kit.Credentials;

/// <summary>What an endpoint's requests are signed with, now.</summary>
internal interface ICredentialSource
{
    /// <summary>Gets the credentials; they are asked for with each request, so this is quick except when they must be fetched first.</summary>
    /// <param name="cancellationToken">Ends the wait, not a fetch that others wait for too.</param>
    /// <returns>The credentials; <see langword="null"/> to send the request unsigned.</returns>
    /// <exception cref="S3AuthenticationException">There are none, and they could not be fetched.</exception>
    ValueTask<S3Credentials?> GetAsync(CancellationToken cancellationToken);
}
