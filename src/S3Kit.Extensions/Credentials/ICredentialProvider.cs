namespace S3Kit.Credentials;

/// <summary>Fetches credentials anew each time it is asked; <see cref="CachedCredentialSource"/> sees to it that this is seldom.</summary>
internal interface ICredentialProvider
{
    /// <summary>Where they come from, to follow "from" in a message.</summary>
    string Description { get; }

    /// <summary>Fetches the credentials.</summary>
    /// <param name="cancellationToken">Ends the fetch.</param>
    /// <returns>The credentials and when they expire.</returns>
    /// <exception cref="CredentialsUnavailableException">There are none, for a reason that may be told.</exception>
    ValueTask<IssuedCredentials> FetchAsync(CancellationToken cancellationToken);
}
