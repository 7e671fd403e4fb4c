using System.Globalization;
using Minio.Credentials;
using S3Kit.Protocol;

namespace S3Kit.Credentials;

/// <summary>Fetches credentials with one of Minio's providers.</summary>
internal sealed class MinioCredentialProvider(IClientProvider provider, string description) : ICredentialProvider
{
    public string Description { get; } = description;

    public async ValueTask<IssuedCredentials> FetchAsync(CancellationToken cancellationToken)
    {
        Minio.DataModel.AccessCredentials? issued;
        try
        {
            issued = await provider.GetCredentialsAsync().ConfigureAwait(false);
        }
        catch (ArgumentException exception) when (exception.ParamName is "accessKey" or "secretKey")
        {
            // How Minio's providers say that there is nothing: their credentials cannot be made of empty keys.
            throw new CredentialsUnavailableException($"there is no {(exception.ParamName is "accessKey" ? "access" : "secret")} key");
        }

        if (string.IsNullOrEmpty(issued?.AccessKey) || string.IsNullOrEmpty(issued.SecretKey))
            throw new CredentialsUnavailableException("there are none");

        var token = string.IsNullOrEmpty(issued.SessionToken) ? null : issued.SessionToken;
        return new(new S3Credentials(issued.AccessKey, issued.SecretKey, token), Expiry(issued.Expiration));
    }

    private static DateTimeOffset? Expiry(string? text)
    {
        if (string.IsNullOrEmpty(text))
            return null;

        return DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var expiry)
            ? expiry
            : throw new CredentialsUnavailableException("the time at which they expire cannot be read");
    }
}
